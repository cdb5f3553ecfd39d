package io.flowork.dap.session;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.history.Stop;
import io.flowork.core.history.Stops;
import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.Inspector;
import io.flowork.core.machine.State;
import io.flowork.dap.breakpoint.LogMessage;
import io.flowork.dap.value.Brief;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks through a run for the stops that its traps mean. What is a hit depends on the run alone, not on who looks from where. */
final class Scan {
    private final Stops stops;
    private final Outputs outputs;
    private final Traps traps;
    private final Looker looker;
    private final Control control;
    private final ErrorWays ways;
    private final Map<Integer, String> failures;
    private final Numbers numbers;

    /**
     * A scan of one run.
     *
     * @param traps those of the run's program
     * @param failures where to say why conditions fail, by the numbers of their breakpoints
     * @param numbers counts the hits
     */
    Scan(Member run, Traps traps, Looker looker, Control control, Map<Integer, String> failures, Numbers numbers) {
        this.failures = failures;
        this.numbers = numbers;
        this.stops = run.stops();
        this.outputs = run.outputs();
        this.traps = traps;
        this.looker = looker;
        this.control = control;
        this.ways = new ErrorWays(stops, control);
    }

    /**
     * What hits at a stop.
     *
     * @param breakpoints the numbers of the breakpoints
     * @param reason why it stops
     * @param note what there is to say about it, if anything
     */
    record Hits(
            List<Integer> breakpoints,
            Halt.@Nullable Reason reason,
            @Nullable String note) {
        /** Nothing. */
        static final Hits NONE = new Hits(List.of(), null, null);
    }

    /** Counts the hits of breakpoints through all runs. */
    interface Numbers {
        /** The number of the hit that a breakpoint has at a stop, from 1; 0 if it has none there. */
        long number(int id, Stop at) throws Cursor.DivergedException;
    }

    /**
     * The nearest stop at which something hits.
     *
     * @param from the number of a step: stops of later ones are looked at, or of earlier ones
     * @param limit the number of the step at which to give up
     */
    @Nullable
    Stop find(long from, boolean forwards, long limit, LongConsumer progress) throws Cursor.DivergedException {
        if (traps.isEmpty() || (forwards ? from >= limit : from <= limit)) {
            return null;
        }
        return stops.search(from, limit, candidates(), traps.isPlain() ? null : new Test(), control, progress);
    }

    private Predicate<Stop> candidates() {
        Set<String> references = traps.references();
        List<Traps.Data> data = traps.data();
        boolean errors = !traps.errors().isEmpty();
        return stop -> switch (stop.kind()) {
            case TASK -> references.contains(stop.reference()) || isWatched(data, stop);
            case ERROR -> errors;
            case END -> false;
        };
    }

    private static boolean isWatched(List<Traps.Data> data, Stop stop) {
        for (Traps.Data each : data) {
            if (each.path().isAt(stop)) {
                return true;
            }
        }
        return false;
    }

    /** Looks at candidates one after the other, and remembers what the values before were. */
    private final class Test implements Stops.Test {
        private final Map<Integer, Watched> before = new HashMap<>();

        @Override
        public boolean holds(Stop stop, State state) {
            try {
                return hits(stop, state, before).reason() != null;
            } catch (Cursor.DivergedException e) {
                throw new DivergedAgain(e);
            }
        }
    }

    /** A divergence on its way through a method that knows none. */
    static final class DivergedAgain extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DivergedAgain(Cursor.DivergedException cause) {
            super(cause);
        }

        /** What it is. */
        String reason() {
            return String.valueOf(
                    String.valueOf(getCause() == null ? "" : getCause().getMessage()));
        }
    }

    /** A value that was seen at a stop. */
    private record Watched(long t, JsonValue value) {}

    /** What hits at a stop. */
    Hits hits(Stop stop, State state) throws Cursor.DivergedException {
        return hits(stop, state, new HashMap<>());
    }

    private Hits hits(Stop stop, State state, Map<Integer, Watched> before) throws Cursor.DivergedException {
        List<Integer> ids = new ArrayList<>();
        Halt.Reason reason = null;
        String note = null;
        ActiveFrame frame = new Inspector(state).frame(stop.visit());
        for (Traps.Place place : traps.places()) {
            if (place.isAt(stop) && frame != null && isHit(place, stop, frame)) {
                ids.add(place.id());
                reason =
                        place.isFunction() && reason == null ? Halt.Reason.FUNCTION_BREAKPOINT : Halt.Reason.BREAKPOINT;
            }
        }
        for (Traps.Data data : traps.data()) {
            String change = data.path().isAt(stop) ? change(data, stop, state, before) : null;
            if (change != null && frame != null && isCounted(data, stop, frame)) {
                ids.add(data.id());
                note = note == null ? change : note + "; " + change;
                reason = reason == null ? Halt.Reason.DATA_BREAKPOINT : reason;
            }
        }
        WorkflowError error =
                traps.errors().isEmpty() || stop.kind() != Stop.Kind.ERROR ? null : ErrorWays.error(stop, state);
        if (error != null && frame != null && ways.begins(stop, error) && isWanted(error, stop, frame)) {
            reason = Halt.Reason.EXCEPTION;
            note = error.summary();
        }
        return new Hits(ids, reason, note);
    }

    private boolean isHit(Traps.Place place, Stop stop, ActiveFrame frame) throws Cursor.DivergedException {
        if (!looker.holds(place.condition(), frame, frame.data(), failure(place.id()))) {
            return false;
        }
        return place.count() == null || place.count().holds(numbers.number(place.id(), stop));
    }

    private Looker.Failure failure(int id) {
        return reason -> failures.putIfAbsent(id, reason);
    }

    /** What has changed since the stop before, in words; null if nothing has. */
    private @Nullable String change(Traps.Data data, Stop stop, State state, Map<Integer, Watched> seen)
            throws Cursor.DivergedException {
        if (data.path().of() == DataPath.Of.OUTPUT) {
            return output(data.path(), stop);
        }
        JsonValue now = data.path().value(stop, state, looker.jq());
        Watched before = seen.get(data.id());
        if (before == null || before.t() > stop.t()) {
            Stop last = stops.search(stop.t(), false, data.path()::isAt, null, control);
            before = last == null
                    ? null
                    : new Watched(last.t(), data.path().value(last, stops.state(last, control), looker.jq()));
        }
        seen.put(data.id(), new Watched(stop.t(), now));
        return before == null ? null : change(data.path(), before.value(), now);
    }

    private static @Nullable String change(DataPath path, JsonValue before, JsonValue now) {
        return before.equals(now)
                ? null
                : path.description() + " changed from " + Brief.of(before, Brief.LINE) + " to "
                        + Brief.of(now, Brief.LINE);
    }

    /** What a task gave since the stop before that it had not given before, in words; null if there is nothing. */
    private @Nullable String output(DataPath path, Stop stop) throws Cursor.DivergedException {
        String reference = Objects.requireNonNull(path.reference());
        long now = outputs.last(reference, stop.t(), control);
        Stop last =
                now < 0 ? null : stops.search(stop.t(), false, found -> found.kind() == Stop.Kind.TASK, null, control);
        return now < 0 || (last != null && last.t() > now)
                ? null
                : change(path, output(path, outputs.last(reference, now, control)), output(path, now));
    }

    private JsonValue output(DataPath path, long t) throws Cursor.DivergedException {
        JsonValue whole = t < 0 ? null : outputs.value(t, control);
        return whole == null ? JsonNull.NULL : path.in(whole, looker.jq());
    }

    private boolean isCounted(Traps.Data data, Stop stop, ActiveFrame frame) throws Cursor.DivergedException {
        if (!looker.holds(data.condition(), frame, frame.data(), failure(data.id()))) {
            return false;
        }
        return data.count() == null || data.count().holds(numbers.number(data.id(), stop));
    }

    private boolean isWanted(WorkflowError error, Stop stop, ActiveFrame frame) throws Cursor.DivergedException {
        for (Traps.Errors filter : traps.errors()) {
            if (looker.holds(filter.condition(), frame, error.toJson(), reason -> failures.putIfAbsent(-1, reason))) {
                boolean wanted = switch (filter.which()) {
                    case RAISED -> true;
                    case CAUGHT -> ways.isCaught(stop, error);
                    case UNCAUGHT -> !ways.isCaught(stop, error);
                };
                if (wanted) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What the log messages at a stop say. */
    List<String> messages(Stop stop, State state) throws Cursor.DivergedException {
        ActiveFrame frame = new Inspector(state).frame(stop.visit());
        List<String> said = new ArrayList<>();
        for (Traps.Place place : traps.places()) {
            LogMessage log = place.log();
            if (log != null && frame != null && place.isAt(stop) && isHit(place, stop, frame)) {
                said.add(message(log, frame));
            }
        }
        return said;
    }

    private String message(LogMessage log, ActiveFrame frame) {
        StringBuilder text = new StringBuilder();
        for (LogMessage.Part part : log.parts()) {
            switch (part) {
                case LogMessage.Text plain -> text.append(plain.text());
                case LogMessage.Value value -> text.append(value(value.filter(), frame));
            }
        }
        return text.toString();
    }

    private String value(Filter filter, ActiveFrame frame) {
        return Evaluating.guarded(
                () -> {
                    List<JsonValue> all = looker.all(filter, frame, frame.data(), Looker.CONDITION);
                    return Evaluating.text(all.size() == 1 ? all.getFirst() : JsonArray.of(all), Brief.LINE * 8);
                },
                reason -> "<" + reason + ">");
    }
}
