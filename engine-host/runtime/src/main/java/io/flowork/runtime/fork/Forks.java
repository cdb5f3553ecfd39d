package io.flowork.runtime.fork;

import io.flowork.api.BranchInfo;
import io.flowork.api.BranchList;
import io.flowork.api.BranchRef;
import io.flowork.api.ForkRequest;
import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.core.codec.ValueCodec;
import io.flowork.core.error.WorkflowError;
import io.flowork.core.history.fork.Branch;
import io.flowork.core.history.fork.ForkPoint;
import io.flowork.core.history.fork.ForkPoint.NoSuchPointException;
import io.flowork.core.history.fork.Recorded;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqException;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.ActiveTask;
import io.flowork.core.machine.Aside;
import io.flowork.core.machine.Edit;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.EffectPolicy;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Steps;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonValue;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.UnusableWorkflowException;
import io.flowork.store.BranchRecord;
import io.flowork.store.RunRecord;
import io.flowork.store.Snapshot;
import io.flowork.store.Store;
import io.flowork.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Branches beside the runs in a store: makes them and lets them go on without the world. The run, its status and its other
 * branches stay as they are. One thread uses an instance at a time.
 */
public final class Forks {
    private final Store store;
    private final ProgramTexts programs;
    private final Interrupt interrupt = new Interrupt();
    private final Machine machine;

    /**
     * The branches of the runs in a store.
     *
     * @param programs the programs in it
     */
    public Forks(Store store, ProgramTexts programs) {
        this.store = store;
        this.programs = programs;
        this.machine = new Machine(new JqMachine(JqLimits.DEFAULT, interrupt), programs);
    }

    /** Stops an evaluation that goes on for long. */
    public void interrupt() {
        interrupt.raise();
    }

    /** Makes the steps of runs and branches. */
    public Machine machine() {
        return machine;
    }

    /** A run. */
    public RunRecord run(@Nullable String id) {
        if (id == null || id.isEmpty()) {
            throw Kind.INVALID_REQUEST.because("'runId' is missing");
        }
        return store.run(id).orElseThrow(() -> Kind.NOT_FOUND.because("There is no run " + id));
    }

    /** A branch of a run with all that it shares; the one that the run is on if the number is null. */
    public StoredLine line(RunRecord run, @Nullable Integer branch) {
        int number = branch == null ? run.branch() : branch;
        if (store.branches(run.id()).stream().noneMatch(each -> each.number() == number)) {
            throw Kind.NOT_FOUND.because("The run " + run.id() + " has no branch " + number);
        }
        try {
            return new StoredLine(
                    store, run.id(), number, programs.load(run.program()).program(), programs);
        } catch (UnusableWorkflowException e) {
            throw new ProblemException(Kind.CONFLICT.of(String.valueOf(e.getMessage())), e);
        }
    }

    // --- making one ---

    /**
     * A branch that is not stored.
     *
     * @param run its run
     * @param number the number it gets
     * @param point where it begins
     * @param aside what it is
     * @param branch how far it came
     * @param program the edited program it goes on with, if there is one
     */
    public record Trial(
            RunRecord run,
            int number,
            ForkPoint point,
            Aside aside,
            Branch branch,
            @Nullable LoadedWorkflow program) {}

    /**
     * Makes a branch and lets it go on, unless it is to be held; stores nothing.
     *
     * @param steps told of its steps, if anybody looks
     * @param stop whether it takes too long
     * @throws ProblemException if the run cannot be forked in this way; it says why and what to do
     */
    public Trial attempt(ForkRequest request, @Nullable Steps steps, BooleanSupplier stop) {
        RunRecord run = run(request.runId());
        StoredLine line = line(run, request.branch());
        LoadedWorkflow edited = request.program() == null ? null : programs.edited(request.program());
        interrupt.clear();
        try {
            ForkPoint point = point(request, line);
            Aside aside = new Aside(
                    line.branch(),
                    request.by(),
                    edits(request, point.state()),
                    policy(request),
                    edited == null ? null : edited.source().hash());
            Branch branch = new Branch(machine, point, steps);
            int number = store.branches(run.id()).getLast().number() + 1;
            long visit = request.restart() == null ? -1 : request.restart();
            branch.begin(new Input.Forked(number, visit, request.reason(), aside));
            results(request, branch);
            if (!request.hold()) {
                boolean reuses = aside.effects().reuses();
                goOn(branch, aside, reuses ? line.recorded(machine, point) : Recorded.NOTHING, stop);
            }
            return new Trial(run, number, point, aside, branch, edited);
        } catch (NoSuchPointException | IllegalArgumentException e) {
            throw new ProblemException(
                    Kind.CONFLICT.of("The run %s cannot be forked in this way: %s".formatted(run.id(), e.getMessage())),
                    e);
        } catch (JqException e) {
            throw tooLong(e);
        }
    }

    private static void goOn(Branch branch, Aside aside, Recorded recorded, BooleanSupplier stop) {
        if (branch.run(aside, recorded, stop) == Branch.Rest.STOPPED) {
            throw tooLong(null);
        }
    }

    private static ProblemException tooLong(@Nullable Throwable cause) {
        return new ProblemException(
                Kind.BUSY.of("The branch takes long, and was not made. Fork later in the run, or with the command"
                        + " 'flowork runs fork' on a copy of the store"),
                cause);
    }

    private ForkPoint point(ForkRequest request, StoredLine line) throws NoSuchPointException {
        Long t = request.t();
        if (t != null && t < 0) {
            throw Kind.INVALID_REQUEST.because("'t' is the number of a step; it is " + t);
        }
        if (request.results().isEmpty()) {
            return line.at(machine, t == null ? 0 : t);
        }
        Predicate<Effect> wanted = effect -> request.results().stream()
                .anyMatch(result -> EffectPolicy.isNamed(effect, String.valueOf(result.effect())));
        return line.at(machine, t == null ? Long.MAX_VALUE : t, wanted);
    }

    private static List<Edit> edits(ForkRequest request, State at) {
        List<Edit> edits = new ArrayList<>();
        if (request.input() != null) {
            edits.add(new Edit(Edit.Of.RUN_INPUT, null, -1, JsonArray.EMPTY, request.input()));
        }
        for (ForkRequest.Change change : request.set()) {
            Long visit = change.visit();
            long of = visit != null
                    ? visit
                    : ActiveTask.next(at).map(ActiveTask::visit).orElse(-1L);
            if (change.path() == null || change.value() == null) {
                throw Kind.INVALID_REQUEST.because("each member of 'set' has a 'path' and a 'value'");
            }
            edits.add(Edit.at(change.path(), of, change.value()));
        }
        return edits;
    }

    private static EffectPolicy policy(ForkRequest request) {
        try {
            return request.effects() == null ? EffectPolicy.REUSE : EffectPolicy.fromJson(request.effects());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Kind.INVALID_REQUEST.of("'effects' cannot be understood: " + e.getMessage()
                            + ". It is such as {\"standard\": [\"reuse\"], \"rules\": [{\"name\": \"pay\", \"does\":"
                            + " [\"live\"]}]}"),
                    e);
        }
    }

    private static void results(ForkRequest request, Branch branch) {
        for (ForkRequest.Result result : request.results()) {
            String name = String.valueOf(result.effect());
            Effect effect = branch.state().pendingEffects().stream()
                    .filter(each -> EffectPolicy.isNamed(each, name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no effect '" + name + "' is outstanding at step "
                            + branch.state().t()));
            JsonValue output = result.output();
            if ((output == null) == (result.error() == null)) {
                throw Kind.INVALID_REQUEST.because("the result of '" + name + "' is an 'output' or an 'error'");
            }
            Input input = output == null
                    ? new Input.Failed(
                            effect.key(), WorkflowError.fromJson(Objects.requireNonNull(result.error(), "an error")))
                    : EffectPolicy.mocked(effect, output);
            if (!branch.give(input)) {
                throw new IllegalArgumentException("the run does not take this result of '" + name + "'");
            }
        }
    }

    /** What is to be stored in the transaction that changes a branch, by the branch's number; nothing by most. */
    @FunctionalInterface
    public interface Together {
        /** Nothing else. */
        Together NOTHING = number -> List.of();

        /** The further writes. */
        List<Write> with(int number);
    }

    /** Makes a branch and stores it. */
    public BranchInfo fork(ForkRequest request, BooleanSupplier stop) {
        return fork(request, Together.NOTHING, stop);
    }

    /** Makes a branch and stores it. */
    public BranchInfo fork(ForkRequest request, Together together, BooleanSupplier stop) {
        Trial trial = attempt(request, null, stop);
        List<Write> writes = new ArrayList<>();
        if (trial.program() != null) {
            writes.add(new Write.PutProgram(trial.program().source()));
        }
        String run = trial.run().id();
        writes.add(new Write.Fork(
                run,
                trial.number(),
                store.origin(run, trial.aside().from(), trial.point().seq()),
                true));
        writes.add(new Write.Append(run, trial.number(), trial.branch().entries()));
        writes.add(snapshot(
                trial.run(), trial.number(), trial.branch(), trial.branch().entries()));
        writes.addAll(together.with(trial.number()));
        store.write(writes.toArray(Write[]::new));
        return info(trial.run(), trial.number(), trial.branch().state(), trial.branch());
    }

    private static Write snapshot(RunRecord run, int number, Branch branch, List<JournalEntry> entries) {
        State state = branch.state();
        return new Write.PutSnapshot(new Snapshot(
                run.id(), number, entries.getLast().seq(), state.t(), ValueCodec.encode(state.toJson()), state.hash()));
    }

    // --- going on ---

    /** A branch beside a run, made again from its journal. */
    public Trial again(RunRecord run, int number) {
        StoredLine line = line(run, number);
        BranchRecord.Origin origin = line.record().origin();
        List<JournalEntry> own = new ArrayList<>();
        if (origin != null) {
            for (List<JournalEntry> page = line.entries(origin.seq() + 1);
                    !page.isEmpty();
                    page = line.entries(page.getLast().seq() + 1)) {
                own.addAll(page);
            }
        }
        Aside aside = own.isEmpty() ? null : Views.aside(own.getFirst());
        if (aside == null || origin == null) {
            throw Kind.CONFLICT.because(
                    "Branch %d of the run %s is the run's own: the engine lets it go on".formatted(number, run.id()));
        }
        try {
            StoredLine from = line(run, aside.from());
            ForkPoint point = from.at(machine, own.getFirst().t(), origin.seq());
            Branch branch = new Branch(machine, point, null);
            branch.again(from.recorded(machine, point), own);
            return new Trial(run, number, point, aside, branch, null);
        } catch (NoSuchPointException | IllegalArgumentException e) {
            throw new ProblemException(
                    Kind.CONFLICT.of("Branch %d of the run %s does not come out as it was recorded: %s"
                            .formatted(number, run.id(), e.getMessage())),
                    e);
        }
    }

    /** Lets a branch go on that was held. */
    public BranchInfo goOn(BranchRef request, BooleanSupplier stop) {
        return goOn(request, Together.NOTHING, stop);
    }

    /** Lets a branch go on that was held. */
    public BranchInfo goOn(BranchRef request, Together together, BooleanSupplier stop) {
        Trial trial = again(run(request.runId()), request.branch());
        int before = trial.branch().entries().size();
        goOn(trial.branch(), trial.aside(), Recorded.NOTHING, stop);
        List<JournalEntry> entries = trial.branch().entries();
        if (entries.size() > before) {
            List<Write> writes = new ArrayList<>(together.with(trial.number()));
            writes.add(new Write.Append(trial.run().id(), trial.number(), entries.subList(before, entries.size())));
            writes.add(snapshot(trial.run(), trial.number(), trial.branch(), entries));
            store.write(writes.toArray(Write[]::new));
        }
        return info(trial.run(), trial.number(), trial.branch().state(), trial.branch());
    }

    // --- looking ---

    /** The branches of a run that are there. */
    public BranchList branches(String id) {
        RunRecord run = run(id);
        List<BranchInfo> all = new ArrayList<>();
        for (BranchRecord branch : store.branches(run.id())) {
            if (!Views.isDeleted(store, run.id(), branch)) {
                State end = line(run, branch.number()).end(machine, 0);
                all.add(info(run, branch.number(), end, null));
            }
        }
        return new BranchList(run.id(), run.branch(), all);
    }

    /** A branch of a run that is there. */
    public BranchInfo branch(BranchRef request) {
        RunRecord run = run(request.runId());
        int number = request.branch();
        boolean isThere = store.branches(run.id()).stream()
                .anyMatch(branch -> branch.number() == number && !Views.isDeleted(store, run.id(), branch));
        if (!isThere) {
            throw Kind.NOT_FOUND.because("The run %s has no branch %d any more".formatted(run.id(), number));
        }
        return info(run, number, line(run, number).end(machine, 0), null);
    }

    /** Removes a branch beside a run; what others share with it stays. */
    public BranchRef delete(BranchRef request) {
        return delete(request, Together.NOTHING);
    }

    /** Removes a branch beside a run; what others share with it stays. */
    public BranchRef delete(BranchRef request, Together together) {
        RunRecord run = run(request.runId());
        List<Write> writes = new ArrayList<>(together.with(request.branch()));
        writes.add(new Write.DeleteBranch(run.id(), request.branch()));
        store.write(writes.toArray(Write[]::new));
        return request;
    }

    private BranchInfo info(RunRecord run, int number, State end, @Nullable Branch branch) {
        return Views.info(store, run, number, end, branch);
    }
}
