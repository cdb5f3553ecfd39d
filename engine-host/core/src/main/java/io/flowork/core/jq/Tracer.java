package io.flowork.core.jq;

import io.flowork.core.jq.TraceEvent.Binding;
import io.flowork.core.jq.TraceEvent.Kind;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows one evaluation of a program compiled with {@link Marks}: numbers what happens, and keeps a window of it.
 *
 * <p>A part that is entered gets a box, which is open until the part is done. What happens next in the normal course is
 * in the box where the last event left off; anything else means that evaluation went back.
 */
final class Tracer {
    /** So many calls in the place of others are shown inside one another; then they begin again at the outermost. */
    private static final int LAST_CALLS = 256;

    /**
     * A part in work.
     *
     * @param entered the number of its first event
     * @param depth how many are around it
     * @param frame the function at work, which has its variables
     * @param site the part; null in a builtin, which is not shown
     * @param shown itself, or for a builtin the part that called it
     * @param after where evaluation goes on after an output
     * @param base the part around the first of calls that took the place of one another
     * @param lastCalls how many of them there are
     */
    private record Box(
            long entered,
            int depth,
            Frame frame,
            Marks.@Nullable Site site,
            JsonValue input,
            @Nullable Box shown,
            @Nullable Box after,
            @Nullable Box base,
            int lastCalls) {}

    private final long from;
    private final long to;
    private final long most;
    private final boolean measures;
    private final List<TraceEvent> window = new ArrayList<>();
    private int[] depths = {};
    private long count;
    private boolean full;

    private @Nullable Box current;
    private @Nullable JsonValue caught;

    private @Nullable Box caller;
    private @Nullable Box callerAfter;
    private @Nullable Box callerBase;
    private int lastCalls;

    /**
     * Follows an evaluation.
     *
     * @param from the first event to keep
     * @param to the event after the last to keep
     * @param most the number of events after which the evaluation is stopped
     * @param measures whether to keep the depths of all events
     */
    Tracer(long from, long to, long most, boolean measures) {
        this.from = from;
        this.to = to;
        this.most = most;
        this.measures = measures;
    }

    long count() {
        return count;
    }

    /** Whether the evaluation was stopped because of the number of its events. */
    boolean isFull() {
        return full;
    }

    /** The depth of each event. */
    int[] depths() {
        return Arrays.copyOf(depths, measures ? (int) count : 0);
    }

    /** What was kept. */
    List<TraceEvent> window() {
        return window;
    }

    // --- what the machine tells ---

    void mark(Frame frame, int place) {
        int[] words = frame.code.instructions;
        int own = words[place + 5];
        switch (words[place + 1]) {
            case Marks.ENTER -> {
                Marks.Site site = (Marks.Site) frame.code.references[words[place + 2]];
                enter(frame, site, JqMachine.at(frame, words[place + 3]), words[place + 4], own);
            }
            case Marks.OUTPUT -> output(box(frame, own), JqMachine.at(frame, words[place + 3]));
            case Marks.CALL -> call(box(frame, own), null);
            case Marks.LAST_CALL -> call(box(frame, own), box(frame, words[place + 4]));
            case Marks.ENTER_BUILTIN -> {
                Box shown = caller;
                frame.extras[own] = new Box(
                        shown == null ? 0 : shown.entered,
                        shown == null ? 0 : shown.depth,
                        frame,
                        null,
                        JsonNull.NULL,
                        shown,
                        callerAfter,
                        callerBase,
                        lastCalls);
            }
            case Marks.LEAVE_BUILTIN -> {
                Box left = box(frame, own);
                reach(left.shown);
                current = left.after;
            }
            default -> throw new IllegalStateException("mark " + words[place + 1]);
        }
    }

    /** An error was raised where evaluation stands. */
    void raised(JqException e) {
        if (full || e.kind() == JqException.Kind.INTERRUPTED) {
            return;
        }
        Box at = current;
        if (at != null) {
            add(Kind.RAISED, at, e.range(), e.value());
        }
        current = null;
        caught = e.value();
    }

    // --- boxes ---

    private static Box box(Frame frame, int extra) {
        if (frame.extras[extra] instanceof Box box) {
            return box;
        }
        throw new IllegalStateException("no box");
    }

    private static @Nullable Box shown(Box box) {
        return box.site == null ? box.shown : box;
    }

    private void enter(Frame frame, Marks.Site site, JsonValue input, int around, int own) {
        boolean body = around < 0;
        Box outer = body ? caller : box(frame, around);
        reach(outer);
        int depth = outer == null ? 0 : outer.depth + 1;
        Box box = body
                ? new Box(count, depth, frame, site, input, null, callerAfter, callerBase, lastCalls)
                : new Box(count, depth, frame, site, input, null, outer, null, 0);
        frame.extras[own] = box;
        add(Kind.ENTERED, box, site.range(), null);
        current = box;
    }

    private void output(Box box, JsonValue value) {
        reach(box);
        Marks.Site site = box.site;
        if (site != null) {
            add(Kind.OUTPUT, box, site.range(), value);
        }
        current = box.after;
    }

    private void call(Box calling, @Nullable Box replaced) {
        Box from = shown(calling);
        reach(from);
        if (replaced == null) {
            caller = from;
            callerAfter = from;
            callerBase = from;
            lastCalls = 0;
            return;
        }
        callerAfter = replaced.after;
        callerBase = replaced.base;
        if (replaced.lastCalls < LAST_CALLS) {
            caller = from;
            lastCalls = replaced.lastCalls + 1;
        } else {
            caller = callerBase;
            current = callerBase;
            lastCalls = 0;
        }
    }

    /** Evaluation is in a box; if the last event left off elsewhere, it went back there. */
    @SuppressWarnings("ReferenceEquality") // two boxes of the same part are two
    private void reach(@Nullable Box box) {
        if (box == current) {
            return;
        }
        JsonValue error = caught;
        caught = null;
        current = box;
        if (box != null && box.site != null) {
            add(error == null ? Kind.RESUMED : Kind.CAUGHT, box, box.site.range(), error);
        }
    }

    // --- events ---

    private void add(Kind kind, Box box, Range range, @Nullable JsonValue value) {
        if (count >= most) {
            full = true;
            throw JqException.stopped(JqException.Kind.INTERRUPTED, "The trace ends here");
        }
        if (measures) {
            if (count == depths.length) {
                depths = Arrays.copyOf(depths, Math.max(64, depths.length * 2));
            }
            depths[(int) count] = box.depth;
        }
        if (count >= from && count < to) {
            Marks.Site site = box.site;
            window.add(new TraceEvent(
                    count,
                    kind,
                    box.depth,
                    box.entered,
                    range,
                    site == null ? null : site.function(),
                    box.input,
                    value,
                    bindings(site, box.frame)));
        }
        count++;
    }

    private static List<Binding> bindings(Marks.@Nullable Site site, Frame frame) {
        if (site == null || site.names().length == 0) {
            return List.of();
        }
        List<Binding> bindings = new ArrayList<>(site.names().length);
        for (int i = 0; i < site.names().length; i++) {
            bindings.add(new Binding(site.names()[i], frame.outer(site.levels()[i]).values[site.registers()[i]]));
        }
        return bindings;
    }
}
