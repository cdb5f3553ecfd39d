package io.flowork.core.jq;

import io.flowork.grammar.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation, to be gone through in both directions.
 *
 * <p>It is evaluated again whenever events are asked for that are not in memory, so what an evaluation keeps is bounded
 * however much happens in it: a window of events, and the depth of each of them all. It comes out as it does otherwise, within
 * the same budget. One thread uses it at a time.
 */
public final class Trace {
    /** How many events are kept at once. */
    public static final int WINDOW = 4_096;

    /** How many events a trace has at most. */
    public static final int MOST = 5_000_000;

    /**
     * What an evaluation may use.
     *
     * @param each the limits of each evaluation
     * @param steps what is left for all evaluations of the run
     * @param bytes what is left for all evaluations of the run
     */
    public record Budget(JqLimits each, long steps, long bytes) {
        /** A budget for one evaluation alone. */
        public static Budget of(JqLimits limits) {
            return new Budget(limits, Long.MAX_VALUE, Long.MAX_VALUE);
        }
    }

    /**
     * How an evaluation ended.
     *
     * @param value its output as one value, see {@link CompiledFilter#evaluate}; null if it failed or the trace is cut
     *     off before its end
     * @param error why it failed, if it did
     */
    public record End(@Nullable JsonValue value, @Nullable JqException error) {}

    private final CompiledFilter followed;
    private final JsonValue input;
    private final Variables variables;
    private final Budget budget;
    private final JqMachine machine;
    private final int most;

    private int @Nullable [] depths;
    private End end = new End(null, null);
    private boolean cutOff;
    private List<TraceEvent> window = List.of();
    private int first;

    /**
     * The trace of an evaluation.
     *
     * @param filter the program
     * @param input what {@code .} is
     * @param variables the values of its global variables, which must stay the same
     * @param budget what it may use
     * @param interrupt stops whatever is being evaluated when raised: the method then throws a {@link JqException}
     */
    public Trace(CompiledFilter filter, JsonValue input, Variables variables, Budget budget, Interrupt interrupt) {
        this(filter, input, variables, budget, interrupt, MOST);
    }

    Trace(CompiledFilter filter, JsonValue input, Variables variables, Budget budget, Interrupt interrupt, int most) {
        this.followed = filter.followed();
        this.input = input;
        this.variables = variables;
        this.budget = budget;
        this.machine = new JqMachine(budget.each(), interrupt);
        this.most = most;
    }

    /** How many events there are. */
    public int size() {
        return depths().length;
    }

    /** Whether the evaluation goes on after the last event, with more of them than a trace can have. */
    public boolean isCutOff() {
        depths();
        return cutOff;
    }

    /** How the evaluation ends. */
    public End end() {
        depths();
        return end;
    }

    /** An event, from 0 to one less than {@link #size()}. */
    public TraceEvent event(int number) {
        if (number < 0 || number >= size()) {
            throw new IndexOutOfBoundsException("event " + number + " of " + size());
        }
        if (number < first || number >= first + window.size()) {
            int from = Math.max(0, number - WINDOW / 2);
            Tracer tracer = new Tracer(from, (long) from + WINDOW, Math.min((long) from + WINDOW, size()), false);
            var _ = evaluate(tracer);
            window = tracer.window();
            first = from;
        }
        return window.get(number - first);
    }

    /** How deep an event is, without evaluating anything again. */
    public int depth(int number) {
        return depths()[number];
    }

    /** The first later event that is not deeper: what is inside is passed over. -1 if there is none. */
    public int next(int number) {
        return later(number, depth(number));
    }

    /** The next event; -1 if there is none. */
    public int into(int number) {
        return number + 1 < size() ? number + 1 : -1;
    }

    /** The first later event that is less deep; -1 if there is none. */
    public int out(int number) {
        return later(number, depth(number) - 1);
    }

    /** The last earlier event that is not deeper; -1 if there is none. */
    public int back(int number) {
        return earlier(number, depth(number));
    }

    /** The event before; -1 if there is none. */
    public int backInto(int number) {
        return number - 1;
    }

    /** The last earlier event that is less deep; -1 if there is none. */
    public int backOut(int number) {
        return earlier(number, depth(number) - 1);
    }

    private int later(int number, int depth) {
        int[] all = depths();
        for (int i = number + 1; i < all.length; i++) {
            if (all[i] <= depth) {
                return i;
            }
        }
        return -1;
    }

    private int earlier(int number, int depth) {
        int[] all = depths();
        for (int i = number - 1; i >= 0; i--) {
            if (all[i] <= depth) {
                return i;
            }
        }
        return -1;
    }

    private int[] depths() {
        int[] known = depths;
        if (known == null) {
            Tracer tracer = new Tracer(0, WINDOW, most, true);
            end = evaluate(tracer);
            cutOff = tracer.isFull();
            window = tracer.window();
            first = 0;
            known = tracer.depths();
            depths = known;
        }
        return known;
    }

    private End evaluate(Tracer tracer) {
        machine.budget(budget.each(), budget.steps(), budget.bytes());
        machine.follow(tracer);
        try {
            return new End(followed.evaluate(input, variables, machine), null);
        } catch (JqException e) {
            if (tracer.isFull()) {
                return new End(null, null);
            }
            if (e.kind() == JqException.Kind.INTERRUPTED) {
                throw e;
            }
            return new End(null, e);
        } finally {
            machine.follow(null);
        }
    }

    /** The steps of the last evaluation. */
    long stepsUsed() {
        return machine.stepsUsed();
    }

    /** The bytes of the last evaluation. */
    long bytesUsed() {
        return machine.bytesUsed();
    }
}
