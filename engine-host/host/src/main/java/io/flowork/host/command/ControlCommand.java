package io.flowork.host.command;

import io.flowork.api.CommandResult;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineService;
import io.flowork.api.EngineSession;
import io.flowork.api.Problem;
import io.flowork.api.ProblemException;
import io.flowork.api.RetryRequest;
import io.flowork.api.RunCommand;
import io.flowork.host.config.Configuration;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.recorded.RecordedRun;
import io.flowork.host.recorded.RunFinder;
import io.flowork.host.serve.CoreSocket;
import io.flowork.host.terminal.Surroundings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork runs cancel} and its like: tells a run of an engine that is at work what to do. */
final class ControlCommand implements Subcommand {
    /** What a run can be told. */
    enum Verb {
        CANCEL("Ends a run as soon as it can be stopped."),
        SUSPEND("Stops a run for now."),
        RESUME("Lets a run go on that was suspended, or that stopped because it could not be recorded."),
        RETRY("Lets a run that has ended go on, from the task that failed or from any."),
        TERMINATE("Ends a run, also one that cannot go on because its workflow or journal cannot be read.");

        private final String summary;

        Verb(String summary) {
            this.summary = summary;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Verb verb;

    ControlCommand(Verb verb) {
        this.verb = verb;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Specs.command(
                        verb.text(),
                        verb.summary + " The engine of the data folder does it.",
                        "flowork runs " + verb.text() + " 01a20493" + (verb == Verb.RETRY ? " --from pay" : ""))
                .addPositional(Specs.parameter(0, true, "RUN", "An id or its beginning, or 'last'."))
                .addOption(DataOption.spec())
                .addOption(Specs.option("--reason", "TEXT", "Why; it is kept in the journal."));
        return verb == Verb.RETRY
                ? spec.addOption(Specs.option(
                        "--from",
                        "TASK",
                        "The task to go on from, by name or reference. Default: the task that failed."))
                : spec;
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        Path data = DataOption.folder(arguments, Configuration.of(surroundings, null), surroundings);
        String id = RunFinder.with(surroundings, Specs.parameter(arguments, 0), data.toString(), ControlCommand::id);
        String reason = Specs.value(arguments, "--reason");
        String from = verb == Verb.RETRY ? Specs.value(arguments, "--from") : null;
        try (EngineSession session = CoreSocket.to(data).open(EngineClient.NONE)) {
            CommandResult result = tell(session, id, from, reason).join();
            surroundings.out().println(result.runId() + "  " + result.status().text());
            return ExitCode.OK;
        } catch (ProblemException e) {
            throw failed(e);
        } catch (CompletionException e) {
            throw e.getCause() instanceof ProblemException problem ? failed(problem) : e;
        }
    }

    private static String id(RecordedRun run) {
        if (run.isBeside()) {
            throw CommandException.usage(
                    "branch " + run.branch() + " is beside the run, which is not told anything by it:"
                            + " 'flowork runs branches' lets branches go on, and removes them");
        }
        return run.record().id();
    }

    private CompletableFuture<CommandResult> tell(
            EngineService engine, String run, @Nullable String from, @Nullable String reason) {
        RunCommand command = new RunCommand(run, reason);
        return switch (verb) {
            case CANCEL -> engine.cancel(command);
            case SUSPEND -> engine.suspend(command);
            case RESUME -> engine.resume(command);
            case RETRY -> engine.retry(new RetryRequest(run, from, reason));
            case TERMINATE -> engine.terminate(command);
        };
    }

    private static CommandException failed(ProblemException failure) {
        Problem problem = failure.problem();
        String detail = problem.detail() == null ? problem.title() : problem.detail();
        return new CommandException(problem.status() >= 500 ? ExitCode.BROKEN : ExitCode.FAILED, detail, failure);
    }
}
