package io.flowork.dap.session;

import io.flowork.core.history.Stop;
import io.flowork.dap.breakpoint.HitCondition;
import io.flowork.dap.breakpoint.LogMessage;
import io.flowork.grammar.jq.Filter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that can make a run stop: what somebody has set, as values.
 *
 * @param places stops at tasks
 * @param data stops where a value has changed
 * @param errors stops at errors
 */
public record Traps(List<Place> places, List<Data> data, List<Errors> errors) {
    /** Nothing stops the run. */
    public static final Traps NONE = new Traps(List.of(), List.of(), List.of());

    /** Copies the lists. */
    public Traps {
        places = List.copyOf(places);
        data = List.copyOf(data);
        errors = List.copyOf(errors);
    }

    /**
     * A stop at tasks.
     *
     * @param id the breakpoint's number
     * @param isFunction whether it was set by a name, not by a line
     * @param references the tasks
     * @param condition holds where it stops, if it has one
     * @param count which hits count, if not all
     * @param log what is said instead of stopping, if that is wanted
     * @param program the hash of the program whose tasks they are; null for that of the run that is debugged
     */
    public record Place(
            int id,
            boolean isFunction,
            Set<String> references,
            @Nullable Filter condition,
            @Nullable HitCondition count,
            @Nullable LogMessage log,
            @Nullable String program) {
        /** Copies the references. */
        public Place {
            references = Set.copyOf(references);
        }

        /** A stop at tasks of the run that is debugged. */
        public Place(
                int id,
                boolean isFunction,
                Set<String> references,
                @Nullable Filter condition,
                @Nullable HitCondition count,
                @Nullable LogMessage log) {
            this(id, isFunction, references, condition, count, log, null);
        }

        /** A stop at tasks of programs that are not known yet: they are looked for on the way. */
        public static Place pending(int id) {
            return new Place(id, false, Set.of(), null, null, null, null);
        }

        boolean isIn(Member run, Member root) {
            String wanted = program == null ? root.run().program().hash() : program;
            return !references.isEmpty() && wanted.equals(run.run().program().hash());
        }

        boolean isPlain() {
            return condition == null && count == null && log == null;
        }

        boolean isAt(Stop stop) {
            return stop.kind() == Stop.Kind.TASK && references.contains(stop.reference());
        }
    }

    /**
     * A stop where a value has changed: the first one after the change.
     *
     * @param id the breakpoint's number
     * @param path which value
     * @param condition holds where it stops, if it has one
     * @param count which hits count, if not all
     */
    public record Data(
            int id,
            DataPath path,
            @Nullable Filter condition,
            @Nullable HitCondition count) {}

    /**
     * A stop at errors, where they are raised.
     *
     * @param which which errors
     * @param condition holds for the error, which is {@code .}; if it has one
     */
    public record Errors(Which which, @Nullable Filter condition) {}

    /** Which errors. */
    public enum Which {
        RAISED,
        CAUGHT,
        UNCAUGHT
    }

    /** Those of them that can stop a run. */
    Traps in(Member run, Member root) {
        return new Traps(
                places.stream().filter(place -> place.isIn(run, root)).toList(),
                data.stream().filter(each -> each.path().isIn(run, root)).toList(),
                errors);
    }

    /** One breakpoint of them, as if all its hits counted. */
    Traps uncounted(int id) {
        return new Traps(
                places.stream()
                        .filter(place -> place.id() == id)
                        .map(place -> new Place(
                                id,
                                place.isFunction(),
                                place.references(),
                                place.condition(),
                                null,
                                null,
                                place.program()))
                        .toList(),
                data.stream()
                        .filter(each -> each.id() == id)
                        .map(each -> new Data(id, each.path(), each.condition(), null))
                        .toList(),
                List.of());
    }

    /** These and others. */
    Traps and(Traps others) {
        return others.isEmpty()
                ? this
                : new Traps(joined(places, others.places), joined(data, others.data), joined(errors, others.errors));
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        List<T> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    /** Whether there is nothing to look for. */
    boolean isEmpty() {
        return places.isEmpty() && data.isEmpty() && errors.isEmpty();
    }

    /** Whether the tasks alone say where to stop, so that no state has to be looked at. */
    boolean isPlain() {
        return data.isEmpty() && errors.isEmpty() && places.stream().allMatch(Place::isPlain);
    }

    /** Those that stop. */
    Traps stopping() {
        return new Traps(places.stream().filter(place -> place.log() == null).toList(), data, errors);
    }

    /** Those that say something. */
    Traps logging() {
        return new Traps(places.stream().filter(place -> place.log() != null).toList(), List.of(), List.of());
    }

    /** The tasks that it stops at. */
    Set<String> references() {
        Set<String> all = new HashSet<>();
        places.forEach(place -> all.addAll(place.references()));
        return all;
    }
}
