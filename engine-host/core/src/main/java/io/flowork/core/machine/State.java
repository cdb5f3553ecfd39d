package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.program.Program;
import io.flowork.core.program.ProgramSource;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run: an immutable value. States share what did not change, so keeping many of them is cheap.
 */
public final class State {
    final Program program;

    /** Whether a fork has put another program in place of the run's own. */
    final boolean edited;

    final String runId;
    final int branch;

    /** The branch whose identifiers and random numbers are drawn: this one, unless it only tries what another one did. */
    final int drawn;

    final JsonObject runtime;
    final JsonValue rawInput;
    final long startedAt;
    final long now;
    final long t;
    final Status status;
    final JsonValue context;
    final Strand[] strands;
    final int[] ready;
    final int nextStrand;
    final long nextVisit;
    final JsonObject pending;
    final JsonObject resources;
    final @Nullable JsonValue output;
    final @Nullable WorkflowError error;
    final Budget budget;

    State(
            Program program,
            boolean edited,
            String runId,
            int branch,
            int drawn,
            JsonObject runtime,
            JsonValue rawInput,
            long startedAt,
            long now,
            long t,
            Status status,
            JsonValue context,
            Strand[] strands,
            int[] ready,
            int nextStrand,
            long nextVisit,
            JsonObject pending,
            JsonObject resources,
            @Nullable JsonValue output,
            @Nullable WorkflowError error,
            Budget budget) {
        this.program = program;
        this.edited = edited;
        this.runId = runId;
        this.branch = branch;
        this.drawn = drawn;
        this.runtime = runtime;
        this.rawInput = rawInput;
        this.startedAt = startedAt;
        this.now = now;
        this.t = t;
        this.status = status;
        this.context = context;
        this.strands = strands;
        this.ready = ready;
        this.nextStrand = nextStrand;
        this.nextVisit = nextVisit;
        this.pending = pending;
        this.resources = resources;
        this.output = output;
        this.error = error;
        this.budget = budget;
    }

    State(Turn turn) {
        this(
                turn.program,
                turn.edited,
                turn.runId,
                turn.branch,
                turn.drawn,
                turn.runtime,
                turn.rawInput,
                turn.startedAt,
                turn.now,
                turn.t,
                turn.status(),
                turn.context,
                turn.strands.toArray(),
                turn.ready.toArray(),
                turn.nextStrand,
                turn.nextVisit,
                turn.pending,
                turn.resources,
                turn.output,
                turn.error,
                turn.budget());
    }

    /** The state of a run that has not started. */
    public static State initial(Program program) {
        return new State(
                program,
                false,
                "",
                0,
                0,
                JsonObject.EMPTY,
                JsonNull.NULL,
                0,
                0,
                0,
                Status.PENDING,
                JsonNull.NULL,
                new Strand[0],
                new int[0],
                0,
                0,
                JsonObject.EMPTY,
                JsonObject.EMPTY,
                null,
                null,
                Budget.UNRECORDED);
    }

    /** What decides outcomes of this run. */
    public Limits limits() {
        return budget.limits();
    }

    /** The program that runs: the run's own, or that of a fork. */
    public Program program() {
        return program;
    }

    /** The run's id; empty before it started. */
    public String runId() {
        return runId;
    }

    /** The number of the branch of the run that it is on; 0 until somebody retries or forks the run. */
    public int branch() {
        return branch;
    }

    /** Where the run stands. */
    public Status status() {
        return status;
    }

    /** The number of steps so far, which is the number of the next step. */
    public long t() {
        return t;
    }

    /** The run's time: when its last input happened, in milliseconds since 1970-01-01 UTC. */
    public long now() {
        return now;
    }

    /** When the run started, in milliseconds since 1970-01-01 UTC. */
    public long startedAt() {
        return startedAt;
    }

    /** The run's raw input. */
    public JsonValue rawInput() {
        return rawInput;
    }

    /** The run's context data. */
    public JsonValue context() {
        return context;
    }

    /** The run's output, once it has completed. */
    public @Nullable JsonValue output() {
        return output;
    }

    /** The run's error, once it has faulted. */
    public @Nullable WorkflowError error() {
        return error;
    }

    /** Whether there are steps to make without another input. */
    public boolean isReady() {
        return status == Status.RUNNING;
    }

    /** Whether effects are outstanding. */
    public boolean hasPending() {
        return !pending.isEmpty();
    }

    /** The outstanding effects in the order they were scheduled. After a crash exactly these are carried out again. */
    public List<Effect> pendingEffects() {
        List<Effect> effects = new ArrayList<>();
        for (JsonObject.Member member : pending) {
            effects.add(EffectJson.read(member.key(), Pending.effect(member.value())));
        }
        return effects;
    }

    /**
     * When the task that waits for an effect runs out of time, by the earliest timeout around it, in milliseconds since
     * 1970-01-01 UTC; -1 when it never does.
     *
     * @param key the key of an outstanding effect
     */
    public long deadline(String key) {
        JsonValue entry = pending.get(key);
        long earliest = -1;
        for (int id = entry == null ? -1 : Pending.strand(entry); id >= 0; ) {
            Strand strand = strand(id);
            if (strand == null) {
                return earliest;
            }
            for (Frame at = strand.top(); at != null; at = at.parent()) {
                earliest = earlier(earliest, at.timeout());
                earliest = earlier(earliest, at.detail() instanceof Detail.Trying trying ? trying.key() : null);
            }
            id = strand.parent();
        }
        return earliest;
    }

    /** Whether a visit of a task goes on. */
    public boolean isActive(long visit) {
        for (Strand strand : strands) {
            if (strand.frame(visit) != null) {
                return true;
            }
        }
        return false;
    }

    /** Whether an effect is outstanding. */
    public boolean isPending(String key) {
        return pending.has(key);
    }

    /**
     * How many messages of a call were taken whose turn has not come.
     *
     * @param key the key of an outstanding call that consumes messages
     */
    public long unread(String key) {
        Detail.Consuming consuming = consuming(key);
        return consuming == null ? 0 : (long) consuming.consumed().size() - consuming.turn();
    }

    /**
     * The last message that a call has brought and that was taken; null when there is none.
     *
     * @param key the key of an outstanding call that consumes messages
     */
    public @Nullable JsonObject lastMessage(String key) {
        Detail.Consuming consuming = consuming(key);
        return consuming != null
                        && !consuming.consumed().isEmpty()
                        && consuming.consumed().get(consuming.consumed().size() - 1) instanceof JsonObject message
                ? message
                : null;
    }

    /**
     * Whether a call goes on for as long as its run wants messages.
     *
     * @param key the key of an outstanding call
     */
    public boolean consumes(String key) {
        return consuming(key) != null;
    }

    private Detail.@Nullable Consuming consuming(String key) {
        JsonValue entry = pending.get(key);
        Strand strand = entry == null ? null : strand(Pending.strand(entry));
        for (Frame at = strand == null ? null : strand.top(); at != null; at = at.parent()) {
            Detail.Consuming consuming = Messages.found(at.detail());
            if (consuming != null && consuming.key().equals(key)) {
                return consuming;
            }
        }
        return null;
    }

    private @Nullable Strand strand(int id) {
        for (Strand strand : strands) {
            if (strand.id() == id) {
                return strand;
            }
        }
        return null;
    }

    private long earlier(long earliest, @Nullable String timer) {
        JsonValue entry = timer == null ? null : pending.get(timer);
        if (timer != null
                && entry != null
                && EffectJson.read(timer, Pending.effect(entry)) instanceof Effect.Timer found) {
            return earliest < 0 ? found.due() : Math.min(earliest, found.due());
        }
        return earliest;
    }

    /** The state as a value: what snapshots keep and hashes cover. */
    public JsonObject toJson() {
        return StateJson.write(this);
    }

    /**
     * The state that a value describes.
     *
     * @param program the program that the state belongs to
     * @param json what {@link #toJson()} made
     * @throws IllegalArgumentException if the value describes no state of this program
     */
    public static State fromJson(Program program, JsonObject json) {
        return fromJson(program, ProgramSource.NONE, json);
    }

    /**
     * The state that a value describes, which may be one of a fork with a program of its own.
     *
     * @param program the run's program
     * @param others the programs of forks
     * @param json what {@link #toJson()} made
     * @throws IllegalArgumentException if the value describes no state of these programs
     */
    public static State fromJson(Program program, ProgramSource others, JsonObject json) {
        return StateJson.read(program, others, json);
    }

    /** A hash over all of the state, the same on every machine. */
    public long hash() {
        return toJson().hash();
    }
}
