package io.flowork.runtime;

import io.flowork.core.program.Program;
import io.flowork.functions.Functions;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.store.Store;
import io.flowork.store.StoredProgram;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The workflows of one test: loaded from their texts, found by their names and by the hashes of their programs. */
public final class TestWorkflows implements Workflows, Programs {
    private final Map<String, LoadedWorkflow> all = new ConcurrentHashMap<>();

    /** The workflow of a whole text. */
    public static LoadedWorkflow parse(String text) {
        return parse(text, null);
    }

    /** The workflow of a whole text, as if it were a file of a folder. */
    public static LoadedWorkflow parse(String text, @Nullable Path folder) {
        WorkflowAnalysis.Analysis analysis = WorkflowAnalysis.analyze(SourceText.of("workflow.yaml", text));
        Workflow workflow = analysis.workflow();
        if (workflow == null) {
            throw new AssertionError(analysis.diagnostics() + " in\n" + text);
        }
        StoredProgram source =
                StoredProgram.of(workflow.namespace(), workflow.name(), workflow.version(), "yaml", text);
        return new LoadedWorkflow(Program.compile(workflow, source.hash()), source, folder);
    }

    /** The text of a workflow {@code test/name:1.0.0}. */
    static String text(String name, String tasks) {
        return "document: {dsl: 1.0.3, namespace: test, name: " + name + ", version: 1.0.0}\ndo:\n" + tasks.indent(2);
    }

    /** Adds a workflow {@code test/name:1.0.0}, or puts it in the place of the one of its name. */
    LoadedWorkflow add(String name, String tasks) {
        return add(parse(text(name, tasks)));
    }

    /** Adds a workflow, or puts it in the place of the one of its name. */
    public LoadedWorkflow add(LoadedWorkflow workflow) {
        all.put(workflow.source().name(), workflow);
        return workflow;
    }

    @Override
    public Optional<LoadedWorkflow> find(String namespace, String name, String version) {
        return Optional.ofNullable(all.get(name));
    }

    @Override
    public LoadedWorkflow load(String hash) {
        return all.values().stream()
                .filter(workflow -> workflow.source().hash().equals(hash))
                .findFirst()
                .orElseThrow();
    }

    /** An engine that knows these workflows. */
    Engine engine(EngineSettings settings, @Nullable Store store) {
        return new Engine(settings, store, Functions.load(), this, Secrets.NONE, Clock.systemUTC());
    }
}
