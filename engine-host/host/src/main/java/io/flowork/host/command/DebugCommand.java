package io.flowork.host.command;

import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import io.flowork.grammar.WorkflowFiles;
import io.flowork.host.debugger.BatchDebugger;
import io.flowork.host.debugger.FullScreen;
import io.flowork.host.debugger.Keys;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.recorded.RunFinder;
import io.flowork.host.recorded.RunName;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.InputArgument;
import io.flowork.host.workspace.Stores;
import io.flowork.store.sqlite.Recordings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork debug}: steps through a run in the terminal, forwards and backwards. */
final class DebugCommand implements Subcommand {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = Specs.command(
                        "debug",
                        "The debugger in the terminal: steps through a run, forwards and backwards. Nothing is called again.",
                        "flowork debug hello.flow.yaml --input '{\"name\": \"Ada\"}'   # runs it, then steps through that run",
                        "flowork debug last                                         # a run that is recorded",
                        "flowork debug support.flowrec",
                        "flowork debug --engine http://127.0.0.1:7411 last          # the newest run of an engine",
                        "flowork debug last --batch --command ':break pay' --command ':continue' --command .amount")
                .addPositional(
                        Specs.parameter(
                                0,
                                false,
                                "FILE|RUN|RECORDING",
                                "A workflow to run, a run's id or its beginning, 'last' (the default), or a .flowrec file; with ~N a branch of it."))
                .addOption(Specs.option("--input", "JSON|@FILE|-", "The input of the workflow that is run."))
                .addOption(Specs.flag(
                        "--simulate",
                        "Carry no effect out and keep nothing: calls, events and other runs give null, timers run."))
                .addOption(Specs.flag("--recorded", "Step through the file's newest run instead of starting one."))
                .addOption(
                        Specs.option(
                                "--engine",
                                "ENGINE",
                                "The engine that has the run: its address, its data folder, or its name in [engines] of flowork.toml. Its token is in FLOWORK_ENGINE_TOKEN, or in the usual data folder of this machine."))
                .addOption(
                        Specs.flag(
                                "--batch",
                                "No full screen: read commands from standard input, a line each, and print what they come to. Ends with 1 at the first that cannot be done."))
                .addOption(Specs.list(
                                "--command",
                                "COMMAND",
                                "A command for --batch, instead of standard input. Again for more.")
                        .build())
                .addOption(Specs.store());
        spec.usageMessage().footer(Keys.footer(spec.usageMessage().footer()));
        return spec;
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        List<String> commands = Specs.values(arguments, "--command");
        boolean batch = Specs.has(arguments, "--batch") || !commands.isEmpty();
        if (!batch && !surroundings.screen().outIsTerminal()) {
            throw CommandException.usage("the debugger needs a terminal; with --batch it reads commands line by line");
        }
        if (batch && commands.isEmpty() && "-".equals(Specs.value(arguments, "--input"))) {
            throw CommandException.usage(
                    "standard input cannot be both the input and the commands; give the commands with --command");
        }
        HeapWatch.start();
        String target = Specs.parameter(arguments, 0);
        String store = Specs.value(arguments, "--store");
        DebuggerRuns runs = new DebuggerRuns(surroundings);
        try (Runs.Open open = open(arguments, surroundings, target, store, runs)) {
            String engine = Specs.value(arguments, "--engine");
            Function<String, Runs.Open> others = name -> engine == null || isRecording(name)
                    ? other(name, target, store, surroundings, runs)
                    : runs.attach(new Runs.Attach(null, name, null, null, engine));
            try {
                return batch
                        ? new BatchDebugger(surroundings, open, runs, others).run(commands)
                        : new FullScreen(surroundings, open, runs, others).run();
            } finally {
                open.cancel();
            }
        } catch (RefusedException e) {
            throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    private static Runs.Open open(
            ParseResult arguments,
            Surroundings surroundings,
            @Nullable String target,
            @Nullable String store,
            DebuggerRuns runs) {
        String engine = Specs.value(arguments, "--engine");
        if (engine != null) {
            if (store != null || Specs.value(arguments, "--input") != null || Specs.has(arguments, "--recorded")) {
                throw CommandException.usage("--store, --input and --recorded are not for the runs of an engine");
            }
            return runs.attach(new Runs.Attach(null, target, null, null, engine));
        }
        if (target == null || !isWorkflow(target, surroundings)) {
            if (Specs.value(arguments, "--input") != null || Specs.has(arguments, "--recorded")) {
                throw CommandException.usage("--input and --recorded are for a workflow's file"
                        + (target == null ? "" : "; there is no such file as " + target));
            }
            return attached(target, store, surroundings, runs);
        }
        if (!Files.isRegularFile(surroundings.path(target))) {
            throw CommandException.usage(target + ": there is no such file. Check the path");
        }
        if (Specs.has(arguments, "--recorded")) {
            return runs.attach(new Runs.Attach(null, null, target, store, null));
        }
        Runs.Launch launch = new Runs.Launch(
                target,
                InputArgument.read(Specs.value(arguments, "--input"), surroundings),
                null,
                store,
                Specs.has(arguments, "--simulate") ? Map.of() : null);
        return runs.launch(launch);
    }

    private static boolean isWorkflow(String target, Surroundings surroundings) {
        return !isRecording(target)
                && (WorkflowFiles.hasWorkflowName(target) || Files.isRegularFile(surroundings.path(target)));
    }

    private static boolean isRecording(String target) {
        return target.toLowerCase(Locale.ROOT).endsWith(Recordings.ENDING);
    }

    /** A run that is recorded; looked for first as other commands do, who say the same when it is not there. */
    private static Runs.Open attached(
            @Nullable String target, @Nullable String store, Surroundings surroundings, DebuggerRuns runs) {
        String id = RunFinder.with(
                surroundings,
                target,
                store,
                run -> run.isBeside()
                        ? RunName.of(run.record().id(), run.branch())
                        : run.record().id());
        if (target != null && isRecording(String.valueOf(RunName.of(target).run()))) {
            return runs.attach(new Runs.Attach(target, null, null, null, null));
        }
        String folder = Stores.existing(surroundings, store).toString();
        return runs.attach(new Runs.Attach(null, id, null, folder, null));
    }

    /** Another run: in a recording, or in the store that the first one is in. */
    private static Runs.Open other(
            String name,
            @Nullable String target,
            @Nullable String store,
            Surroundings surroundings,
            DebuggerRuns runs) {
        try {
            if (store == null && target != null && isWorkflow(target, surroundings)) {
                Path folder = Stores.forRuns(surroundings, null, surroundings.path(target));
                return attached(name, folder.toString(), surroundings, runs);
            }
            return attached(name, store, surroundings, runs);
        } catch (CommandException e) {
            throw new RefusedException(e.text());
        }
    }
}
