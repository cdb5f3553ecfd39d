package io.flowork.core.history.diff;

import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The visits of a run's tasks, in order, with hashes of what went through them; of some visits the values too. A visit is
 * known by the visit around it, its task, and how many visits of that task were there before.
 */
final class Visits implements Steps {
    /** Where a visit is: in which place, which task, and the how manieth visit of that, from 0. */
    record Place(int around, String reference, int turn) {}

    /** What a visit had. */
    static final class Visit {
        final int place;
        final int turn;
        final Step.At at;
        private final Map<String, JsonValue> values = new LinkedHashMap<>();
        private final boolean keeps;

        /** A hash over all it had, and over what it had as it began. */
        long hash = 1;

        long entered;

        /** The number of the step at which it ended. */
        long ended = Long.MAX_VALUE;

        Visit(int place, int turn, Step.At at, boolean keeps) {
            this.place = place;
            this.turn = turn;
            this.at = at;
            this.keeps = keeps;
        }

        private void has(String what, JsonValue value) {
            hash = 31 * (31 * hash + what.hashCode()) + value.hash();
            if (keeps) {
                values.put(what, value);
            }
        }

        @Nullable
        JsonValue value(String what) {
            return values.get(what);
        }

        Set<String> has() {
            return values.keySet();
        }
    }

    private final Map<Place, Integer> places;
    private final Set<Long> kept;
    private final Map<Long, Visit> open = new HashMap<>();
    private final Map<Place, Integer> turns = new HashMap<>();
    private final List<Visit> visits = new ArrayList<>();

    /**
     * The visits of a run that is folded next.
     *
     * @param places the numbers of places that are known; those that are not yet are added
     * @param kept the numbers of the visits whose values are kept
     */
    Visits(Map<Place, Integer> places, Set<Long> kept) {
        this.places = places;
        this.kept = kept;
    }

    /** All visits in the order in which they began. */
    List<Visit> all() {
        return visits;
    }

    @Override
    public void step(Step step) {
        switch (step) {
            case Step.Entered s -> {
                Visit visit = visit(s.at());
                visit.has("rawInput", s.rawInput());
                visit.has("input", s.input());
                visit.entered = visit.hash;
            }
            case Step.Skipped s -> {
                Visit visit = visit(s.at());
                visit.has("rawInput", s.input());
                ended(visit, "skipped", s.at());
            }
            case Step.Evaluated s -> {
                if (s.stage().equals("export.as")) {
                    visit(s.at()).has("context", s.result());
                }
            }
            case Step.Completed s -> {
                Visit visit = visit(s.at());
                visit.has("output", s.output());
                ended(visit, "completed", s.at());
            }
            case Step.Raised s -> {
                Visit visit = visit(s.at());
                visit.has("error", s.error().toJson());
                ended(visit, "faulted", s.at());
            }
            case Step.Cancelled s -> ended(visit(s.at()), "cancelled", s.at());
            case Step.Scheduled s -> {}
            case Step.Turn s -> {}
            case Step.BranchStarted s -> {}
            case Step.BranchJoined s -> {}
            case Step.Consumed s -> {}
            case Step.Waiting s -> {}
            case Step.Retrying s -> {}
            case Step.Caught s -> {}
        }
    }

    private void ended(Visit visit, String how, Step.At at) {
        visit.ended = at.t();
        visit.has("status", JsonString.of(how));
        open.remove(visit.at.visit());
    }

    private Visit visit(Step.At at) {
        Visit known = open.get(at.visit());
        if (known != null) {
            return known;
        }
        Visit parent = open.get(at.parent());
        int around = parent == null ? -1 : parent.place;
        int turn = turns.merge(new Place(around, at.reference(), 0), 1, Integer::sum) - 1;
        int place = places.computeIfAbsent(new Place(around, at.reference(), turn), each -> places.size());
        Visit visit = new Visit(place, turn, at, kept.contains(at.visit()));
        open.put(at.visit(), visit);
        visits.add(visit);
        return visit;
    }
}
