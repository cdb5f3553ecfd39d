package io.flowork.dap.remote;

import io.flowork.api.BranchInfo;
import io.flowork.api.BranchList;
import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.api.RunProgram;
import io.flowork.core.program.Program;
import io.flowork.core.program.ProgramSource;
import io.flowork.dap.session.RefusedException;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Workflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The programs of a run of an engine: its own, and those that forks put in its place. Each is asked for once. */
final class BranchPrograms implements ProgramSource {
    private static final int NOT_FOUND = 404;
    private static final int UNUSABLE = 409;

    private final Function<String, RunProgram> engine;
    private final Map<String, Compiled> known = new HashMap<>();

    /**
     * A program with its text.
     *
     * @param program the program
     * @param text its text, by a name that says its format
     */
    record Compiled(Program program, SourceText text) {
        /**
         * A program of an engine.
         *
         * @throws ProblemException if it has errors by this version of Flowork
         */
        static Compiled of(RunProgram found) {
            SourceText text = SourceText.of("workflow." + found.format(), found.text());
            Workflow workflow = WorkflowAnalysis.analyze(text).workflow();
            if (workflow == null) {
                throw Kind.CONFLICT.because("The workflow %s/%s of this run has errors by this version of Flowork"
                        .formatted(
                                found.workflow().namespace(), found.workflow().name()));
            }
            return new Compiled(Program.compile(workflow, found.hash()), text);
        }
    }

    /**
     * The programs of a run.
     *
     * @param engine gives the program of a hash
     */
    BranchPrograms(Function<String, RunProgram> engine) {
        this.engine = engine;
    }

    /**
     * A program with its text.
     *
     * @throws ProblemException if it has errors, or the engine does not give it
     */
    synchronized Compiled load(String hash) {
        Compiled found = known.get(hash);
        if (found == null) {
            found = Compiled.of(engine.apply(hash));
            known.put(hash, found);
        }
        return found;
    }

    @Override
    public @Nullable Program find(String hash) {
        try {
            return load(hash).program();
        } catch (ProblemException e) {
            if (e.problem().status() == NOT_FOUND || e.problem().status() == UNUSABLE) {
                return null;
            }
            throw new RefusedException(
                    "A program of this branch cannot be had: " + e.problem().detail());
        }
    }

    /** The hashes of the programs that forks put in place of the run's own on a branch, in the order in which they did. */
    static List<String> onto(BranchList list, int branch) {
        Map<Integer, BranchInfo> byNumber = new HashMap<>();
        list.branches().forEach(each -> byNumber.put(each.branch(), each));
        List<String> hashes = new ArrayList<>();
        long shared = Long.MAX_VALUE;
        BranchInfo at = byNumber.get(branch);
        while (at != null && at.seq() != null) {
            if (at.program() != null && at.seq() < shared) {
                hashes.addFirst(at.program());
            }
            shared = Math.min(shared, at.seq());
            at = at.parent() == null ? null : byNumber.get(at.parent());
        }
        return hashes;
    }
}
