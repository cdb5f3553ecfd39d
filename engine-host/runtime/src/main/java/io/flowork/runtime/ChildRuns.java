package io.flowork.runtime;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.InputJson;
import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.store.BranchRecord;
import io.flowork.store.ParentRun;
import io.flowork.store.RunData;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Starts and cancels the runs that effects of other runs want, and brings their ends to the runs that wait for them. */
final class ChildRuns {
    /** Why a run is cancelled that another one started. */
    static final String NOT_WANTED = "the run that started it no longer wants it";

    private static final int PAGE = 512;

    private final Engine engine;
    private final @Nullable Store store;

    ChildRuns(Engine engine) {
        this.engine = engine;
        this.store = engine.store();
    }

    /**
     * Starts the run that an effect wants, unless it was started before.
     *
     * @param again whether it may have been started before
     * @return the end of the effect, if that is known already; else the run that wants it is given it later
     */
    @Nullable
    Input start(LoadedWorkflow workflow, Effect.ChildRun effect, ParentRun parent, boolean again) {
        String id = RunIds.ofEffect(effect.key());
        Optional<RunRecord> before =
                again && store != null && engine.run(id).isEmpty() ? store.run(id) : Optional.empty();
        if (before.isEmpty()) {
            engine.startChild(id, workflow, effect.input(), parent);
        } else if (store != null && effect.await() && before.get().status().ended()) {
            RunData data = store.data(id);
            WorkflowError error = data.error() instanceof JsonObject json ? WorkflowError.fromJson(json) : null;
            return outcome(effect.key(), new RunResult(id, before.get().status(), data.output(), error));
        }
        return effect.await() ? null : new Input.Completed(effect.key(), JsonNull.NULL);
    }

    /** Cancels the run that an effect started, if it did. */
    void cancel(String key) {
        engine.run(RunIds.ofEffect(key)).ifPresent(child -> child.cancel(NOT_WANTED));
    }

    /**
     * Whether a run that has not ended was to be cancelled, as the run that wants its result has ended, but a crash came
     * between the two. One that goes on as another branch was asked to after that.
     */
    boolean isLeft(RunRecord child) {
        ParentRun parent = child.parent();
        if (store == null || parent == null || child.branch() > 0) {
            return false;
        }
        return store.run(parent.run()).filter(ended -> ended.status().ended()).isPresent()
                && store.branches(parent.run()).stream()
                        .noneMatch(branch -> mayBeOf(parent, branch) || wentOn(parent, branch.number()));
    }

    /** Whether a branch beside a run may have started the run that says it was started by that. */
    private boolean mayBeOf(ParentRun parent, BranchRecord branch) {
        BranchRecord.Origin origin = branch.origin();
        if (origin == null) {
            return false;
        }
        return Objects.requireNonNull(store).sealed(parent.run(), branch.number(), origin.seq() + 1, 1).stream()
                .filter(first -> first.kind().equals(BranchRecord.ASIDE) && first.payload() != null)
                .flatMap(first ->
                        Objects.requireNonNull(store).entries(parent.run(), branch.number(), first.seq(), 1).stream())
                .anyMatch(first -> InputJson.read(first.kind(), first.payload()) instanceof Input.Forked forked
                        && forked.aside() != null
                        && forked.aside().effects().mayBeLive());
    }

    /** Whether the effect that started a child had ended, which before the child's end is so if nobody waits for that. */
    private boolean wentOn(ParentRun parent, int branch) {
        JsonString key = JsonString.of(parent.key());
        List<JournalEntry> entries;
        long next = 0;
        do {
            entries = Objects.requireNonNull(store).entries(parent.run(), branch, next, PAGE);
            for (JournalEntry entry : entries) {
                if (entry.payload().get("key") instanceof JsonString ended && ended.equals(key)) {
                    return true;
                }
                next = entry.seq() + 1;
            }
        } while (entries.size() == PAGE);
        return false;
    }

    /** A run has ended: the run that wants its result gets it. */
    void ended(Run run, RunResult result) {
        tellParent(run, key -> outcome(key, result));
    }

    /** A run cannot go on here. */
    void failed(Run run) {
        String name = run.workflow().source().name();
        tellParent(
                run,
                key -> new Input.Failed(
                        key, WorkflowError.of(Kind.RUNTIME, "The workflow '" + name + "' could not go on")));
    }

    private void tellParent(Run run, Function<String, Input> outcome) {
        ParentRun parent = run.parent();
        if (parent != null) {
            engine.give(parent.run(), outcome.apply(parent.key()));
        }
    }

    private static Input outcome(String key, RunResult result) {
        if (result.status() == Status.COMPLETED && result.output() != null) {
            return new Input.Completed(key, result.output());
        }
        WorkflowError error = result.error();
        if (error == null) {
            return new Input.Failed(
                    key, WorkflowError.of(Kind.RUNTIME, "The run " + result.runId() + " was cancelled"));
        }
        return new Input.Failed(
                key,
                new WorkflowError(error.type(), error.status(), error.title(), error.detail(), null, error.data()));
    }
}
