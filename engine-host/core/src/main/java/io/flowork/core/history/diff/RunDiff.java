package io.flowork.core.history.diff;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.core.machine.Steps;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two runs: their tasks are compared visit by visit, where a visit is known by its task, the visit
 * around it and its turn. Both are folded twice, so that only what is told needs memory.
 *
 * @param visits how many visits were compared
 * @param count how many of them differ, without those inside of one that only one run has
 * @param differences the first of these, in the order in which they began to differ
 * @param end what differs between the ends
 */
public record RunDiff(long visits, long count, List<Difference> differences, End end) {
    private static final int PLACES = 20;

    /** Copies the list. */
    public RunDiff {
        differences = List.copyOf(differences);
    }

    /** Whether the runs did the same. */
    public boolean isSame() {
        return count == 0 && end.isSame();
    }

    /** A run that can be folded more than once. */
    @FunctionalInterface
    public interface Side {
        /** Folds the run from its beginning, and gives the state at its end. */
        State fold(Steps steps);
    }

    /**
     * A visit that differs.
     *
     * @param reference its task
     * @param turn how many visits of the task were there before, within the same visit around it
     * @param first the number of the step at which it began in the first run; null if it has no such visit
     * @param second the same of the second run
     * @param changes what differs, if both have it
     */
    public record Difference(
            String reference,
            int turn,
            @Nullable Long first,
            @Nullable Long second,
            List<Change> changes) {
        /** Copies the list. */
        public Difference {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Something that differs.
     *
     * @param of what: {@code rawInput}, {@code input}, {@code output}, {@code error}, {@code context} or {@code status}
     * @param place where in it
     */
    public record Change(String of, ValueDiff.Place place) {}

    /**
     * How two runs ended.
     *
     * @param first where the first stands
     * @param second where the second stands
     * @param changes what differs between their outputs or errors
     */
    public record End(Status first, Status second, List<Change> changes) {
        /** Copies the list. */
        public End {
            changes = List.copyOf(changes);
        }

        /** Whether both ended the same. */
        public boolean isSame() {
            return first == second && changes.isEmpty();
        }
    }

    /**
     * Compares two runs.
     *
     * @param most how many differences to tell
     */
    public static RunDiff of(Side first, Side second, int most) {
        Map<Visits.Place, Integer> places = new HashMap<>();
        Visits one = new Visits(places, Set.of());
        State oneEnd = first.fold(one);
        Visits other = new Visits(places, Set.of());
        State otherEnd = second.fold(other);
        Map<Integer, Visits.Visit> mine = byPlace(one);
        Map<Integer, Visits.Visit> theirs = byPlace(other);
        List<Pair> pairs = pairs(one, other, mine, theirs);
        List<Pair> told = pairs.subList(0, Math.min(most, pairs.size()));

        Set<Long> wantedOne = new HashSet<>();
        Set<Long> wantedOther = new HashSet<>();
        for (Pair pair : told) {
            if (pair.first != null && pair.second != null) {
                wantedOne.add(pair.first.at.visit());
                wantedOther.add(pair.second.at.visit());
            }
        }
        List<Difference> differences = new ArrayList<>();
        if (wantedOne.isEmpty()) {
            told.forEach(pair -> differences.add(pair.difference(List.of())));
        } else {
            Map<Long, Visits.Visit> oneKept = kept(first, wantedOne);
            Map<Long, Visits.Visit> otherKept = kept(second, wantedOther);
            for (Pair pair : told) {
                differences.add(pair.difference(
                        pair.first == null || pair.second == null
                                ? List.of()
                                : changes(oneKept.get(pair.first.at.visit()), otherKept.get(pair.second.at.visit()))));
            }
        }
        int shared = (int) mine.keySet().stream().filter(theirs::containsKey).count();
        return new RunDiff(shared, pairs.size(), differences, end(oneEnd, otherEnd));
    }

    private record Pair(Visits.@Nullable Visit first, Visits.@Nullable Visit second) {
        /** The number of the step at which they began to differ: of the first run, where it has the visit. */
        long since() {
            if (first == null) {
                return second == null ? 0 : second.at.t();
            }
            return second == null || first.entered != second.entered ? first.at.t() : first.ended;
        }

        Difference difference(List<Change> changes) {
            Visits.Visit any = first != null ? first : second;
            if (any == null) {
                throw new IllegalStateException("a pair has a visit");
            }
            return new Difference(
                    any.at.reference(),
                    any.turn,
                    first == null ? null : first.at.t(),
                    second == null ? null : second.at.t(),
                    changes);
        }
    }

    private static Map<Integer, Visits.Visit> byPlace(Visits visits) {
        Map<Integer, Visits.Visit> all = new HashMap<>();
        visits.all().forEach(visit -> all.put(visit.place, visit));
        return all;
    }

    /** The visits that differ, in the order in which they began to, without those inside of one that only one run has. */
    private static List<Pair> pairs(
            Visits one, Visits other, Map<Integer, Visits.Visit> mine, Map<Integer, Visits.Visit> theirs) {
        List<Pair> pairs = new ArrayList<>();
        Set<Long> missing = new HashSet<>();
        for (Visits.Visit visit : one.all()) {
            Visits.Visit same = theirs.get(visit.place);
            if (same == null) {
                if (missing.add(visit.at.visit()) && !missing.contains(visit.at.parent())) {
                    pairs.add(new Pair(visit, null));
                }
                continue;
            }
            if (visit.hash != same.hash) {
                pairs.add(new Pair(visit, same));
            }
        }
        Set<Long> added = new HashSet<>();
        for (Visits.Visit visit : other.all()) {
            if (!mine.containsKey(visit.place) && added.add(visit.at.visit()) && !added.contains(visit.at.parent())) {
                pairs.add(new Pair(null, visit));
            }
        }
        pairs.sort(Comparator.comparingLong(Pair::since));
        return pairs;
    }

    private static Map<Long, Visits.Visit> kept(Side side, Set<Long> wanted) {
        Visits visits = new Visits(new HashMap<>(), wanted);
        var _ = side.fold(visits);
        Map<Long, Visits.Visit> kept = new HashMap<>();
        for (Visits.Visit visit : visits.all()) {
            if (wanted.contains(visit.at.visit())) {
                kept.put(visit.at.visit(), visit);
            }
        }
        return kept;
    }

    private static List<Change> changes(Visits.@Nullable Visit first, Visits.@Nullable Visit second) {
        List<Change> changes = new ArrayList<>();
        if (first != null && second != null) {
            Set<String> has = new LinkedHashSet<>(first.has());
            has.addAll(second.has());
            for (String what : has) {
                add(changes, what, first.value(what), second.value(what));
            }
        }
        return changes;
    }

    private static void add(List<Change> changes, String what, @Nullable JsonValue first, @Nullable JsonValue second) {
        for (ValueDiff.Place place : ValueDiff.of(first, second, PLACES)) {
            changes.add(new Change(what, place));
        }
    }

    private static End end(State first, State second) {
        List<Change> changes = new ArrayList<>();
        if (first.status() != second.status()) {
            changes.add(new Change(
                    "status",
                    new ValueDiff.Place(
                            "",
                            JsonString.of(first.status().text()),
                            JsonString.of(second.status().text()))));
        }
        add(changes, "output", first.output(), second.output());
        add(changes, "error", json(first.error()), json(second.error()));
        return new End(first.status(), second.status(), changes);
    }

    private static @Nullable JsonValue json(@Nullable WorkflowError error) {
        return error == null ? null : error.toJson();
    }

    /** All that is told, as JSON. */
    public JsonObject toJson() {
        List<JsonValue> told = new ArrayList<>();
        for (Difference difference : differences) {
            told.add(new JsonObject.Builder()
                    .put("reference", difference.reference())
                    .put("turn", difference.turn())
                    .put("first", number(difference.first()))
                    .put("second", number(difference.second()))
                    .put("changes", json(difference.changes()))
                    .build());
        }
        return new JsonObject.Builder()
                .put("same", JsonBoolean.of(isSame()))
                .put("visits", visits)
                .put("count", count)
                .put("differences", JsonArray.of(told))
                .put(
                        "end",
                        new JsonObject.Builder()
                                .put("same", JsonBoolean.of(end.isSame()))
                                .put("first", end.first().text())
                                .put("second", end.second().text())
                                .put("changes", json(end.changes()))
                                .build())
                .build();
    }

    private static JsonValue number(@Nullable Long t) {
        return t == null ? JsonNull.NULL : JsonNumber.of(t);
    }

    private static JsonArray json(List<Change> changes) {
        List<JsonValue> all = new ArrayList<>();
        for (Change change : changes) {
            JsonObject.Builder json = new JsonObject.Builder()
                    .put("of", change.of())
                    .put("path", change.place().pointer());
            JsonValue first = change.place().first();
            JsonValue second = change.place().second();
            if (first != null) {
                json.put("first", first);
            }
            if (second != null) {
                json.put("second", second);
            }
            all.add(json.build());
        }
        return JsonArray.of(all);
    }
}
