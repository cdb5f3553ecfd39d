package io.flowork.bench;

import io.flowork.core.machine.Status;
import io.flowork.core.program.Program;
import io.flowork.functions.Functions;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.RunResult;
import io.flowork.runtime.Secrets;
import io.flowork.runtime.Workflows;
import io.flowork.store.Store;
import io.flowork.store.StoredProgram;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Flowork's engine, as {@code flowork run} uses it. */
public final class FloworkContender implements Contender {
    private final String name;
    private final @Nullable Store store;
    private final Engine engine;

    private FloworkContender(String name, @Nullable Store store) {
        this.name = name;
        this.store = store;
        this.engine = new Engine(
                EngineSettings.of("bench"), store, Functions.load(), Workflows.NONE, Secrets.NONE, Clock.systemUTC());
    }

    /** The engine that records nothing. */
    public static FloworkContender withoutJournal() {
        return new FloworkContender("flowork, journal off", null);
    }

    /** The engine that records every run durably in an SQLite store in a folder. */
    public static FloworkContender recordingIn(Path folder) {
        return new FloworkContender("flowork, SQLite journal", SqliteStore.open(folder));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Runner prepare(String yaml, JsonValue input) {
        WorkflowAnalysis.Analysis analysis = WorkflowAnalysis.analyze(SourceText.of("workflow.yaml", yaml));
        Workflow workflow = analysis.workflow();
        if (workflow == null) {
            throw new IllegalArgumentException("Not a workflow: " + analysis.diagnostics());
        }
        StoredProgram source =
                StoredProgram.of(workflow.namespace(), workflow.name(), workflow.version(), "yaml", yaml);
        LoadedWorkflow loaded = new LoadedWorkflow(Program.compile(workflow, source.hash()), source);
        return new FloworkRunner(engine, loaded, input);
    }

    @Override
    public void close() {
        engine.close();
        if (store != null) {
            store.close();
        }
    }

    private record FloworkRunner(Engine engine, LoadedWorkflow workflow, JsonValue input) implements Runner {
        @Override
        public Object runOnce() {
            return output();
        }

        @Override
        public JsonValue output() {
            RunResult result = engine.start(workflow, input, null).await();
            JsonValue output = result.output();
            if (result.status() != Status.COMPLETED || output == null) {
                throw new IllegalStateException("The run ended as " + result);
            }
            return output;
        }
    }
}
