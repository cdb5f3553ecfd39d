package io.flowork.runtime.fork;

import io.flowork.api.Problem.Kind;
import io.flowork.core.program.Program;
import io.flowork.core.program.ProgramSource;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.WorkflowAnalysis.Analysis;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.Programs;
import io.flowork.runtime.UnusableWorkflowException;
import io.flowork.store.Store;
import io.flowork.store.StoredProgram;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The programs of recorded runs and of their branches, and edited texts that are not stored yet. */
public final class ProgramTexts implements Programs, ProgramSource {
    private final Store store;
    private final FunctionSignatures functions;
    private final Map<String, LoadedWorkflow> known = new ConcurrentHashMap<>();

    /**
     * The programs in a store.
     *
     * @param functions what they can call besides the functions of the standard
     */
    public ProgramTexts(Store store, FunctionSignatures functions) {
        this.store = store;
        this.functions = functions;
    }

    @Override
    public LoadedWorkflow load(String hash) {
        LoadedWorkflow loaded = known.get(hash);
        if (loaded != null) {
            return loaded;
        }
        StoredProgram source = store.program(hash)
                .orElseThrow(() -> new UnusableWorkflowException("The store has no text of the workflow " + hash));
        Workflow workflow = WorkflowAnalysis.analyze(text(source.text(), source.format()), FunctionSignatures.ANY)
                .workflow();
        if (workflow == null) {
            throw new UnusableWorkflowException("The stored workflow %s/%s %s has errors by this version of Flowork"
                    .formatted(source.namespace(), source.name(), source.version()));
        }
        LoadedWorkflow stored = new LoadedWorkflow(Program.compile(workflow, hash), source);
        known.put(hash, stored);
        return stored;
    }

    @Override
    public @Nullable Program find(String hash) {
        return source().find(hash);
    }

    /**
     * An edited text, which is known from then on.
     *
     * @throws io.flowork.api.ProblemException if it has errors
     */
    public LoadedWorkflow edited(String text) {
        String format = text.stripLeading().startsWith("{") ? "json" : "yaml";
        SourceText source = text(text, format);
        Analysis analysis = WorkflowAnalysis.analyze(source, functions);
        Workflow workflow = analysis.workflow();
        if (workflow == null || analysis.hasErrors()) {
            throw Kind.INVALID_CONTENT.because("The edited program has errors: "
                    + analysis.diagnostics().stream()
                            .filter(found -> found.severity() == Severity.ERROR)
                            .findFirst()
                            .map(found -> line(source, found) + found.message())
                            .orElse("it is no workflow"));
        }
        StoredProgram stored =
                StoredProgram.of(workflow.namespace(), workflow.name(), workflow.version(), format, text);
        return known.computeIfAbsent(
                stored.hash(), hash -> new LoadedWorkflow(Program.compile(workflow, hash), stored));
    }

    private static String line(SourceText source, Diagnostic found) {
        return "line " + source.position(found.range().start()).line() + ": ";
    }

    private static SourceText text(String text, String format) {
        return SourceText.of("workflow.flow." + format, text);
    }
}
