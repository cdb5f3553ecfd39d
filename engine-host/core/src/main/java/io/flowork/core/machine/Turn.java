package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.jq.JqException;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.program.Body;
import io.flowork.core.program.Flow;
import io.flowork.core.program.Node;
import io.flowork.core.program.Program;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The work on one input, or on one advance: a state taken apart, changed in place and put together again.
 *
 * <p>This class keeps the strands and their stacks of frames; what a task does at each phase is decided in
 * {@link Phases} and {@link Bodies}.
 */
final class Turn {
    final Limits limits;
    final String runId;
    final JsonObject runtime;
    final long startedAt;
    final long now;
    final Strands strands;
    final ReadyQueue ready;
    final Expressions expressions;
    Program program;

    /** See {@link State#edited}. */
    boolean edited;

    JsonValue rawInput;
    int branch;

    /** See {@link State#drawn}. */
    int drawn;

    long t;
    JsonValue context;
    int nextStrand;
    long nextVisit;
    JsonObject pending;
    JsonObject resources;

    /** What the expressions of the run have used so far. */
    long usedSteps;

    long usedBytes;

    /** See {@link Budget#stopped()}. */
    long stopped;

    @Nullable
    JsonValue output;

    @Nullable
    WorkflowError error;

    private final @Nullable Limits recorded;
    private final @Nullable Steps steps;
    private final List<Effect> effects = new ArrayList<>();
    private final Phases phases;
    private Status status;

    private int strand;
    private @Nullable Frame top;
    private boolean blocked;

    /** What is to blame for the error that is about to be raised, for who follows the steps. */
    private Step.@Nullable Spot spot;

    Turn(State state, long now, JqMachine jq, @Nullable Steps steps) {
        this(state, now, jq, steps, state.runId, state.runtime, state.rawInput, state.startedAt, state.budget);
    }

    private Turn(
            State state,
            long now,
            JqMachine jq,
            @Nullable Steps steps,
            String runId,
            JsonObject runtime,
            JsonValue rawInput,
            long startedAt,
            Budget budget) {
        this.program = state.program;
        this.edited = state.edited;
        this.recorded = budget.recorded();
        this.limits = budget.limits();
        this.usedSteps = budget.steps();
        this.usedBytes = budget.bytes();
        this.stopped = budget.stopped();
        this.runId = runId;
        this.branch = state.branch;
        this.drawn = state.drawn;
        this.runtime = runtime;
        this.rawInput = rawInput;
        this.startedAt = startedAt;
        this.now = now;
        this.t = state.t;
        this.status = state.status;
        this.context = state.context;
        this.strands = new Strands(state.strands);
        this.ready = new ReadyQueue(state.ready);
        this.nextStrand = state.nextStrand;
        this.nextVisit = state.nextVisit;
        this.pending = state.pending;
        this.resources = state.resources;
        this.output = state.output;
        this.error = state.error;
        this.steps = steps;
        this.expressions = new Expressions(this, jq, steps);
        this.phases = new Phases(this);
    }

    /** The turn that starts a run. */
    static Turn starting(State state, long now, JqMachine jq, @Nullable Steps steps, Input.Started started) {
        Turn turn = new Turn(
                state,
                now,
                jq,
                steps,
                started.runId(),
                started.runtime(),
                started.input(),
                now,
                new Budget(started.limits(), 0, 0, Budget.GOING_ON));
        turn.status = Status.RUNNING;
        turn.startStrand(-1, 0, -1, turn.frame(null, state.program.root(), started.input(), null));
        return turn;
    }

    Status status() {
        if (status.ended() || status == Status.PENDING || status == Status.SUSPENDED) {
            return status;
        }
        return ready.isEmpty() ? Status.WAITING : Status.RUNNING;
    }

    void status(Status next) {
        status = next;
    }

    Budget budget() {
        return recorded == null && stopped == Budget.GOING_ON
                ? Budget.UNRECORDED
                : new Budget(recorded, usedSteps, usedBytes, stopped);
    }

    Outcome outcome() {
        return new Outcome(new State(this), effects);
    }

    // --- running ---

    void run(long untilT) {
        boolean interrupted = false;
        while (!interrupted && goesOn(untilT) && !ready.isEmpty() && !status.ended()) {
            load(ready.take());
            do {
                interrupted = !step();
            } while (!interrupted && top != null && !blocked && ready.isEmpty() && goesOn(untilT));
            boolean again = top != null && !blocked;
            save();
            if (again && interrupted) {
                ready.addFirst(strand);
            } else if (again) {
                ready.add(strand);
            }
        }
    }

    private boolean goesOn(long untilT) {
        return t < untilT && (steps == null || !steps.isEnough());
    }

    /**
     * Makes one transition, which is one step or a few that belong together.
     *
     * @return false if an evaluation was interrupted: then nothing has happened, for a transition evaluates before it
     *     changes anything else
     */
    private boolean step() {
        long before = t;
        long stepsBefore = usedSteps;
        long bytesBefore = usedBytes;
        long stoppedBefore = stopped;
        Frame start = top;
        while (t == before && top != null && !blocked) {
            Frame at = top;
            try {
                phases.phase(at);
            } catch (Fault fault) {
                spot = fault.spot();
                set(failing(at, fault.error()));
            } catch (JqException e) {
                if (e.kind() != JqException.Kind.INTERRUPTED || t != before) {
                    throw e;
                }
                top = start;
                usedSteps = stepsBefore;
                usedBytes = bytesBefore;
                stopped = stoppedBefore;
                return false;
            }
        }
        if (t == before) {
            throw new IllegalStateException("a transition without a step");
        }
        return true;
    }

    // --- the strand at work ---

    void load(int id) {
        strand = id;
        top = strands.get(id).top();
        blocked = false;
    }

    void save() {
        if (top != null) {
            strands.set(strands.get(strand).at(top));
        }
    }

    /** The innermost frame of the strand at work. */
    Frame top() {
        if (top == null) {
            throw new IllegalStateException("the strand has ended");
        }
        return top;
    }

    int strand() {
        return strand;
    }

    /** Replaces the innermost frame of the strand at work. */
    void set(Frame frame) {
        top = frame;
    }

    /** Lets the strand at work wait for an input. */
    void block() {
        blocked = true;
    }

    /** Begins a task inside another. */
    void push(Frame around, Node node, JsonValue data, @Nullable Vars vars) {
        top = frame(around, node, data, vars);
    }

    Frame frame(@Nullable Frame parent, Node node, JsonValue data, @Nullable Vars vars) {
        return new Frame(
                parent,
                node,
                node.startsDirectly() ? Phase.ENTER : Phase.CONDITION,
                nextVisit++,
                now,
                data,
                data,
                null,
                null,
                vars,
                0,
                null,
                Detail.Fresh.FRESH);
    }

    /** How many tasks a task of the strand at work is inside of, itself included, through all forks around. */
    int depth(Frame frame) {
        int depth = 0;
        int id = strand;
        Frame at = frame;
        while (at != null) {
            depth++;
            at = at.parent();
            if (at == null && strands.get(id).parent() >= 0) {
                id = strands.get(id).parent();
                at = strands.get(id).top();
            }
        }
        return depth;
    }

    /** Begins a strand with a frame at its bottom. */
    void startStrand(int parent, int branchIndex, long parentVisit, Frame bottom) {
        int id = nextStrand++;
        strands.add(new Strand(id, parent, branchIndex, parentVisit, bottom));
        ready.add(id);
    }

    /** Ends the strand at work. */
    void endStrand() {
        strands.remove(strand);
        top = null;
    }

    /** Changes the innermost frame of another strand and lets it go on. */
    void wake(int id, Frame frame) {
        strands.set(strands.get(id).at(frame));
        ready.add(id);
    }

    // --- between tasks ---

    /** Leaves a task that is done, or skipped, towards where it goes. */
    void leave(Frame frame, JsonValue result, Flow flow) {
        Frame parent = frame.parent();
        if (flow instanceof Flow.End && frame.node() != program.root()) {
            end(result);
        } else if (parent == null) {
            if (frame.node() == program.root()) {
                finish(result);
            } else {
                join(result);
            }
        } else {
            int next = switch (flow) {
                case Flow.Continue c -> frame.node().index() + 1;
                case Flow.Goto g -> g.index();
                case Flow.Exit e -> Integer.MAX_VALUE;
                case Flow.End e -> Integer.MAX_VALUE;
            };
            if (next < frame.node().list().size()) {
                push(parent, frame.node().list().get(next), result, frame.vars());
            } else {
                phases.listDone(parent, result, flow instanceof Flow.Exit);
            }
        }
    }

    private void finish(JsonValue result) {
        output = result;
        status = Status.COMPLETED;
        endStrand();
        ready.clear();
    }

    /** Ends the workflow with a result, from any depth: the tasks around complete with it, all others are cancelled. */
    private void end(JsonValue result) {
        save();
        int mine = strand;
        Frame at = top().parent();
        for (int i = strands.size() - 1; i >= 0; i--) {
            if (!isAround(strands.at(i).id(), mine)) {
                cancelStrand(strands.at(i).id());
            }
        }
        int id = mine;
        while (id != 0) {
            for (; at != null; at = at.parent()) {
                ended(id, at, result);
            }
            int parent = strands.get(id).parent();
            strands.remove(id);
            ready.remove(id);
            id = parent;
            at = strands.get(id).top();
        }
        Frame root = Objects.requireNonNull(at, "a task on the main line has the workflow around it");
        while (root.parent() != null) {
            ended(0, root, result);
            root = root.parent();
        }
        Frame ending = root.completed(result, Phase.OUTPUT_AS, Detail.Fresh.FRESH);
        if (mine == 0) {
            set(ending);
        } else {
            wake(0, ending);
            top = null;
        }
    }

    /** Whether a strand is another one, or a fork on it started that one. */
    private boolean isAround(int id, int inner) {
        int at = inner;
        while (at > id) {
            at = strands.get(at).parent();
        }
        return at == id;
    }

    private void ended(int id, Frame frame, JsonValue result) {
        if (steps != null) {
            steps.step(new Step.Completed(at(id, frame), result));
        }
        t++;
        release(frame);
    }

    /** The strand at work, a branch of a fork, has ended with an output. */
    private void join(JsonValue result) {
        Strand mine = strands.get(strand);
        endStrand();
        phases.branchDone(mine, result);
    }

    // --- errors and cancellation ---

    /** Passes an error from a frame to whatever is around it. */
    void fail(Frame frame, WorkflowError raised) {
        WorkflowError located =
                raised.instance() == null ? raised.at(frame.node().reference()) : raised;
        if (steps != null) {
            steps.step(new Step.Raised(at(frame), located, spot));
        }
        spot = null;
        t++;
        release(frame);
        Frame parent = frame.parent();
        if (parent != null) {
            set(phases.childFailed(parent, located));
        } else if (frame.node() == program.root()) {
            error = located;
            status = Status.FAULTED;
            endStrand();
            ready.clear();
        } else {
            Strand mine = strands.get(strand);
            endStrand();
            phases.branchFailed(mine, located);
        }
    }

    /** A frame that is going to fail; what its body has outstanding is cancelled. */
    Frame failing(Frame frame, WorkflowError failure) {
        release(frame.withTimeout(null));
        return frame.with(new Detail.Failing(failure));
    }

    /** Cancels what a frame has outstanding: its effects and the branches it started. */
    void release(Frame frame) {
        if (frame.timeout() != null) {
            cancelEffect(frame.timeout(), frame);
        }
        switch (frame.detail()) {
            case Detail.Waiting waiting -> {
                cancelEffect(waiting.key(), frame);
                release(frame.withTimeout(null).with(waiting.after()));
            }
            case Detail.BackingOff off -> cancelEffect(off.key(), frame);
            case Detail.Listening listening -> cancelEffect(listening.key(), frame);
            case Detail.Consuming consuming -> {
                cancelEffect(consuming.key(), frame);
                if (consuming.timer() != null) {
                    cancelEffect(consuming.timer(), frame);
                }
            }
            case Detail.Trying trying -> {
                if (trying.key() != null) {
                    cancelEffect(trying.key(), frame);
                }
            }
            case Detail.Forked forked -> cancelBranches(frame);
            case Detail.Fresh d -> {}
            case Detail.Inside d -> {}
            case Detail.Skipped d -> {}
            case Detail.Extending d -> {}
            case Detail.Failing d -> {}
            case Detail.Computed d -> {}
            case Detail.Authorized d -> {}
            case Detail.Loop d -> {}
            case Detail.Choosing d -> {}
            case Detail.Deciding d -> {}
            case Detail.Handling d -> {}
            case Detail.Redirected d -> {}
        }
    }

    /** Cancels the branches that a fork started. */
    void cancelBranches(Frame fork) {
        if (!(fork.node().body() instanceof Body.Fork)) {
            return;
        }
        for (int i = strands.size() - 1; i >= 0; i--) {
            if (i < strands.size() && strands.at(i).parentVisit() == fork.visit()) {
                cancelStrand(strands.at(i).id());
            }
        }
    }

    /** Cancels a strand with all its tasks. */
    void cancelStrand(int id) {
        Frame frame = strands.get(id).top();
        for (Frame at = frame; at != null; at = at.parent()) {
            cancelled(id, at);
            release(at);
        }
        strands.remove(id);
        ready.remove(id);
    }

    /** Cancels the frames inside one on a strand. */
    void unwind(int id, Frame to) {
        for (Frame at = strands.get(id).top(); at != null && at.visit() != to.visit(); at = at.parent()) {
            cancelled(id, at);
            release(at);
        }
    }

    private void cancelled(int id, Frame frame) {
        if (steps != null) {
            steps.step(new Step.Cancelled(at(id, frame)));
        }
        t++;
    }

    // --- effects ---

    /** A key for an effect of a frame, the same whenever this position is reached again. */
    String key(Frame frame, String purpose) {
        return Keys.effect(runId, branch, frame.node().reference(), frame.visit(), t, purpose);
    }

    /** Schedules an effect that the strand at work waits for. */
    void schedule(Frame frame, Effect effect) {
        schedule(frame, effect, strand);
    }

    void schedule(Frame frame, Effect effect, int waiting) {
        pending = pending.with(effect.key(), Pending.of(waiting, effect));
        effects.add(effect);
        if (steps != null) {
            steps.step(new Step.Scheduled(at(frame), effect));
        }
        t++;
    }

    void cancelEffect(String key, Frame frame) {
        if (pending.has(key)) {
            pending = pending.without(key);
            effects.add(new Effect.Cancel(key, frame.node().reference()));
        }
    }

    // --- steps ---

    boolean observed() {
        return steps != null;
    }

    /** Counts a step and tells of it. Callers build the step only when {@link #observed()}. */
    void emit(@Nullable Step step) {
        if (steps != null && step != null) {
            steps.step(step);
        }
        t++;
    }

    Step.At at(Frame frame) {
        return at(strand, frame);
    }

    Step.At at(int id, Frame frame) {
        long parent = frame.parent() != null
                ? frame.parent().visit()
                : strands.has(id) ? strands.get(id).parentVisit() : -1;
        return new Step.At(t, now, id, frame.node().reference(), frame.visit(), parent);
    }

    // --- inputs ---

    /**
     * Applies an input.
     *
     * @param other the program that a fork goes on with, if it names one and it is here
     */
    void apply(Input input, @Nullable Program other) {
        switch (input) {
            case Input.Started started -> throw new IllegalStateException("the run has started already");
            case Input.Completed completed -> resolve(completed.key(), completed.output(), null);
            case Input.Failed failed -> resolve(failed.key(), JsonNull.NULL, failed.error());
            case Input.Fired fired -> resolve(fired.key(), JsonNull.NULL, null);
            case Input.Event event -> phases.event(event);
            case Input.Suspend suspend -> status = Status.SUSPENDED;
            case Input.Resume resume -> status = Status.RUNNING;
            case Input.Cancel cancel -> cancelRun();
            case Input.Stopped late -> stopped = late.millis();
            case Input.Broken broken -> {
                cancelRun();
                error = broken.error();
                status = Status.FAULTED;
            }
            case Input.Forked forked -> fork(forked, other);
            case Input.Closed closed -> {}
        }
    }

    boolean acceptsEvent(Input.Event event) {
        return phases.accepts(event);
    }

    private void cancelRun() {
        for (int i = strands.size() - 1; i >= 0; i--) {
            cancelStrand(strands.at(i).id());
        }
        for (JsonObject.Member detached : pending) {
            effects.add(new Effect.Cancel(detached.key(), program.root().reference()));
        }
        pending = JsonObject.EMPTY;
        status = Status.CANCELLED;
    }

    /** Goes on as another branch, in which a task may begin anew; what it has outstanding is cancelled. */
    private void fork(Input.Forked forked, @Nullable Program other) {
        branch = forked.branch();
        drawn = forked.aside() == null || forked.aside().effects().mayBeLive() ? branch : drawn;
        if (forked.aside() != null) {
            new Forking(this).apply(forked.aside(), other);
        }
        for (int i = 0; i < strands.size() && forked.visit() >= 0; i++) {
            int id = strands.at(i).id();
            Frame again = strands.at(i).frame(forked.visit());
            if (again != null) {
                unwind(id, again);
                cancelled(id, again);
                release(again);
                wake(id, frame(again.parent(), again.node(), again.rawInput(), again.vars()));
                return;
            }
        }
    }

    private void resolve(String key, JsonValue result, @Nullable WorkflowError failure) {
        JsonValue entry = pending.get(key);
        if (entry == null) {
            throw new IllegalStateException("nobody waits for " + key);
        }
        pending = pending.without(key);
        int id = Pending.strand(entry);
        if (id == Pending.DETACHED) {
            return;
        }
        load(id);
        for (Frame at = top(); at != null; at = at.parent()) {
            if (key.equals(at.timeout())) {
                unwind(id, at);
                wake(id, failing(at.withTimeout(null), timedOut(at)));
                return;
            }
            if (at.detail() instanceof Detail.Trying trying && key.equals(trying.key())) {
                unwind(id, at);
                WorkflowError late = timedOut(at).at(at.node().reference());
                wake(id, phases.childFailed(at.with(new Detail.Trying(trying.attempt(), trying.since(), null)), late));
                return;
            }
            Detail.Consuming consuming = Messages.found(at.detail());
            if (consuming != null && (key.equals(consuming.key()) || key.equals(consuming.timer()))) {
                if (failure == null) {
                    phases.messagesEnded(id, at);
                } else {
                    unwind(id, at);
                    wake(id, failing(at, failure));
                }
                return;
            }
        }
        Frame frame = top();
        wake(id, failure == null ? phases.resolved(frame, Pending.effect(entry), result) : failing(frame, failure));
    }

    private WorkflowError timedOut(Frame frame) {
        return WorkflowError.of(Kind.TIMEOUT, "'" + frame.node().name() + "' did not end in time");
    }
}
