package io.flowork.host.command;

import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import io.flowork.functions.Functions;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.plugin.Plugins;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.config.Configuration;
import io.flowork.host.config.SettingKey;
import io.flowork.host.debug.LaunchedRun;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.FolderWorkflows;
import io.flowork.host.workspace.HostOverrides;
import io.flowork.host.workspace.InputArgument;
import io.flowork.host.workspace.Stores;
import io.flowork.host.workspace.Version;
import io.flowork.host.workspace.WorkflowFile;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.Simulation;
import io.flowork.store.Store;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.BiFunction;

/** Starts runs for debuggers, with what the configuration allows, as {@code flowork run} does. */
final class Launching {
    private final Surroundings surroundings;

    Launching(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Starts a run, held before its first step.
     *
     * @param recorded opens what is recorded of a run, by the folder of the store and the run's id
     */
    Runs.Open launch(Runs.Launch what, BiFunction<Path, String, Runs.Open> recorded) {
        Path path = surroundings.path(what.program());
        Configuration configuration = Configuration.of(surroundings);
        Plugins plugins = HostPlugins.of(configuration, surroundings);
        Functions functions = Functions.load(
                HttpSettings.DEFAULT.withHostOverrides(
                        HostOverrides.of(surroundings.variable(HostOverrides.VARIABLE), List.of())),
                ProcessOptions.settings(configuration, surroundings),
                plugins,
                surroundings.folder());
        LoadedWorkflow workflow = loaded(WorkflowFile.read(path, what.program(), functions.signatures()), what);
        JsonValue input = input(what);
        EngineSettings settings = LimitOptions.apply(
                        EngineSettings.of(Version.current()),
                        configuration.table(SettingKey.LIMITS, List.of(), LimitOptions.NAME))
                .calling(CallOptions.of(configuration))
                .allowing(ProcessOptions.abilities(configuration, List.of()));
        FolderWorkflows workflows =
                new FolderWorkflows(Stores.folderOf(path), surroundings::show, functions.signatures());
        Path folder = what.simulated() == null
                ? Stores.forRuns(surroundings, what.store(), path)
                : LaunchedRun.nowhere();
        Store store = SqliteStore.open(folder);
        Engine engine = new Engine(
                settings,
                store,
                functions,
                workflows,
                HostSecrets.of(configuration, surroundings, plugins),
                Clock.systemUTC());
        Runnable after = () -> {};
        if (what.simulated() != null) {
            engine.simulate(Simulation.of(what.simulated()));
            after = () -> LaunchedRun.forget(folder);
        }
        return LaunchedRun.start(store, engine, workflow, input, id -> recorded.apply(folder, id), after);
    }

    private static LoadedWorkflow loaded(WorkflowFile file, Runs.Launch what) {
        LoadedWorkflow workflow = file.loaded();
        if (workflow == null) {
            String first = file.diagnostics().isEmpty()
                    ? ""
                    : ": line "
                            + file.source()
                                    .position(file.diagnostics()
                                            .getFirst()
                                            .range()
                                            .start())
                                    .line()
                            + ": " + file.diagnostics().getFirst().message();
            throw new RefusedException(what.program() + " has errors and was not run" + first);
        }
        return workflow;
    }

    private JsonValue input(Runs.Launch what) {
        if (what.input() != null) {
            return what.input();
        }
        return what.inputFile() == null ? JsonObject.EMPTY : InputArgument.read("@" + what.inputFile(), surroundings);
    }
}
