package io.flowork.host.command;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.machine.Steps;
import io.flowork.functions.Functions;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.plugin.Plugins;
import io.flowork.functions.process.Abilities;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.host.config.Configuration;
import io.flowork.host.config.SettingKey;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.render.DiagnosticText;
import io.flowork.host.render.ErrorText;
import io.flowork.host.render.FailedExpression;
import io.flowork.host.render.LiveView;
import io.flowork.host.render.PlainView;
import io.flowork.host.render.RunJson;
import io.flowork.host.render.TaskBoard;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.terminal.Times;
import io.flowork.host.workspace.FolderWorkflows;
import io.flowork.host.workspace.HostOverrides;
import io.flowork.host.workspace.InputArgument;
import io.flowork.host.workspace.Stores;
import io.flowork.host.workspace.Version;
import io.flowork.host.workspace.WorkflowFile;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.Run;
import io.flowork.runtime.RunResult;
import io.flowork.runtime.Secrets;
import io.flowork.runtime.TaskLog;
import io.flowork.store.Store;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork run}. */
final class RunCommand implements Subcommand {
    private static final int PATIENCE_SECONDS = 10;

    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "run",
                        "Runs a workflow to its end, records the run, and prints its output as JSON.",
                        "flowork run hello.flow.yaml",
                        "flowork run hello.flow.yaml --input '{\"name\": \"Ada\"}'",
                        "flowork run hello.flow.yaml --input @input.json --json",
                        "curl -s https://example.com/data.json | flowork run import.flow.yaml --input -")
                .addPositional(Specs.parameter(0, true, "FILE", "The workflow file."))
                .addOption(Specs.option(
                        "--input", "JSON|@FILE|-", "The input: JSON, a file, or - for standard input. Default: {}."))
                .addOption(Specs.flag(
                        "--json", "Print one object: run id, status, output, error and the visits of all tasks."))
                .addOption(Specs.option(
                        "--store",
                        "DIR",
                        "Where to record the run. Default: .flowork beside the file; or FLOWORK_STORE."))
                .addOption(Specs.flag("--no-store", "Do not record the run."))
                .addOption(Specs.list(
                                ProcessOptions.NAME,
                                "ABILITY",
                                "What the workflow may do on this machine: " + String.join(", ", Abilities.ALL) + ".")
                        .splitRegex(",")
                        .splitRegexSynopsisLabel(",")
                        .build())
                .addOption(Specs.list(
                                LimitOptions.NAME,
                                "NAME=N",
                                "What the run may use, such as expression-steps=1000000; see docs/cli.md.")
                        .build())
                .addOption(Specs.list("--http-host", "HOST=URI", "Send requests to a host elsewhere; see docs/cli.md.")
                        .hidden(true)
                        .build());
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        String name = String.valueOf(Specs.parameter(arguments, 0));
        Path path = surroundings.path(name);
        Configuration configuration = Configuration.of(surroundings);
        Plugins plugins = HostPlugins.of(configuration, surroundings);
        Options options = new Options(
                Specs.has(arguments, "--json"),
                Specs.has(arguments, "--no-store"),
                Specs.value(arguments, "--store"),
                ProcessOptions.abilities(configuration, Specs.values(arguments, ProcessOptions.NAME)),
                HostSecrets.of(configuration, surroundings, plugins),
                LimitOptions.apply(
                                EngineSettings.of(Version.current()),
                                configuration.table(
                                        SettingKey.LIMITS,
                                        Specs.values(arguments, LimitOptions.NAME),
                                        LimitOptions.NAME))
                        .calling(CallOptions.of(configuration)));
        if (options.unrecorded && options.store != null) {
            throw CommandException.usage("choose one of --store and --no-store");
        }
        Functions functions = Functions.load(
                HttpSettings.DEFAULT.withHostOverrides(HostOverrides.of(
                        surroundings.variable(HostOverrides.VARIABLE), Specs.values(arguments, "--http-host"))),
                ProcessOptions.settings(configuration, surroundings),
                plugins,
                surroundings.folder());
        WorkflowFile file = WorkflowFile.read(path, name, functions.signatures());
        LoadedWorkflow workflow = file.loaded();
        file.diagnostics()
                .forEach(diagnostic -> surroundings
                        .err()
                        .println(DiagnosticText.of(diagnostic, file.source(), surroundings.errPaint())));
        if (workflow == null) {
            surroundings
                    .err()
                    .println(surroundings.errPaint().boldRed("flowork: ") + name + " has errors and was not run");
            return ExitCode.FAILED;
        }
        JsonValue input = InputArgument.read(Specs.value(arguments, "--input"), surroundings);
        return new Session(surroundings, options, functions, file, workflow, path).run(input);
    }

    /** What was asked for. */
    private record Options(
            boolean json,
            boolean unrecorded,
            @Nullable String store,
            Set<String> allowed,
            Secrets secrets,
            EngineSettings limited) {}

    /** One run from its start to what is printed about it. */
    private static final class Session {
        private final Surroundings surroundings;
        private final Options options;
        private final Functions functions;
        private final WorkflowFile file;
        private final LoadedWorkflow workflow;
        private final Path path;
        private final Clock clock = Clock.systemUTC();
        private final Paint paint;
        private final String title;
        private final CountDownLatch done = new CountDownLatch(1);
        private final FailedExpression failed = new FailedExpression();
        private volatile boolean stopped;

        Session(
                Surroundings surroundings,
                Options options,
                Functions functions,
                WorkflowFile file,
                LoadedWorkflow workflow,
                Path path) {
            this.surroundings = surroundings;
            this.options = options;
            this.functions = functions;
            this.file = file;
            this.workflow = workflow;
            this.path = path;
            this.paint = surroundings.errPaint();
            this.title = workflow.source().namespace() + "/" + workflow.source().name() + " "
                    + workflow.source().version();
        }

        ExitCode run(JsonValue input) {
            try {
                if (options.unrecorded) {
                    return run(input, null);
                }
                try (Store store = SqliteStore.open(Stores.forRuns(surroundings, options.store, path))) {
                    return run(input, store);
                }
            } finally {
                surroundings.out().flush();
                surroundings.err().flush();
                done.countDown();
            }
        }

        private ExitCode run(JsonValue input, @Nullable Store store) {
            EngineSettings settings = options.limited.allowing(options.allowed);
            FolderWorkflows workflows =
                    new FolderWorkflows(Stores.folderOf(path), surroundings::show, functions.signatures());
            try (Engine engine = new Engine(settings, store, functions, workflows, options.secrets, clock)) {
                TaskLog log = options.json ? new TaskLog() : null;
                return follow(engine, input, log, store != null);
            }
        }

        private ExitCode follow(Engine engine, JsonValue input, @Nullable TaskLog log, boolean recorded) {
            long began = clock.millis();
            List<Steps> steps = new ArrayList<>();
            steps.add(failed);
            if (log != null) {
                steps.add(log);
            }
            TaskBoard board = null;
            if (surroundings.canRedraw()) {
                board = new TaskBoard(workflow.program(), clock::millis);
                steps.add(board);
            } else {
                steps.add(new PlainView(workflow.program(), surroundings.err()));
            }
            RunResult result;
            Run run;
            try (LiveView view = board == null ? null : new LiveView(board, title, surroundings, clock::millis)) {
                run = engine.start(workflow, input, step -> steps.forEach(each -> each.step(step)));
                if (view == null) {
                    surroundings.err().println("flowork: run " + run.id() + " of " + title + " started");
                }
                try (var _ = surroundings.stopping().onStop(() -> stop(run))) {
                    result = run.await();
                }
            }
            return report(result, log, recorded, clock.millis() - began);
        }

        private void stop(Run run) {
            stopped = true;
            run.cancel("stopped from the terminal");
            try {
                if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    surroundings.err().println("flowork: the run did not stop in time; what it did so far is recorded");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private ExitCode report(RunResult result, @Nullable TaskLog log, boolean recorded, long millis) {
            if (log != null) {
                surroundings.out().println(JsonWriter.pretty(RunJson.of(result, workflow.source(), log.visits())));
            }
            surroundings.out().flush();
            String summary = " in " + Times.duration(millis) + (recorded ? hint(result) : "");
            return switch (result.status()) {
                case COMPLETED -> {
                    summary(paint.green("✔"), title + " completed" + summary);
                    if (log == null && result.output() != null) {
                        surroundings.out().println(JsonWriter.pretty(result.output()));
                    }
                    yield ExitCode.OK;
                }
                case FAULTED -> {
                    WorkflowError error = result.error();
                    if (error != null) {
                        surroundings
                                .err()
                                .print(ErrorText.of(
                                        error,
                                        workflow.program(),
                                        file.source(),
                                        failed.of(error, file.source()),
                                        paint));
                    }
                    summary(paint.red("✖"), title + " faulted" + summary);
                    yield ExitCode.FAILED;
                }
                case CANCELLED, PENDING, RUNNING, WAITING, SUSPENDED -> {
                    summary(paint.yellow("◼"), title + " cancelled" + summary);
                    yield stopped ? ExitCode.INTERRUPTED : ExitCode.FAILED;
                }
            };
        }

        private void summary(String mark, String text) {
            surroundings.err().println((surroundings.canRedraw() ? mark + " " : "flowork: ") + text);
        }

        /** How to look at the run from here. */
        private String hint(RunResult result) {
            if (!surroundings.canRedraw()) {
                return " · run " + result.runId();
            }
            Path folder = Stores.forRuns(surroundings, options.store, path);
            String command = "flowork runs show " + result.runId().substring(0, 13);
            Path upwards = surroundings.folder().resolve(Stores.FOLDER);
            String store = folder.equals(upwards) || surroundings.variable(Stores.VARIABLE) != null
                    ? ""
                    : " --store " + surroundings.show(folder);
            return "\n  " + paint.dim(command + store);
        }
    }
}
