package io.flowork.dap.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.Inspector;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.dap.breakpoint.HitCondition;
import io.flowork.dap.breakpoint.UnusableBreakpointException;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Invariant I4: wherever one stands, going on leads to the first hit after it and going back to the last hit before it, of all hits that a
 * fold from the beginning finds that keeps every state. {@code -Dseed=N} begins with another run.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TrapsPropertyTest {
    private static final long SEED = Long.getLong("seed", 1);
    private static final int CASES = Integer.getInteger("properties.runs", 60);
    private static final JqMachine JQ = new JqMachine(JqLimits.DEFAULT, new Interrupt());

    static final String MIXED = """
            use:
              functions:
                twice: {set: {n: '${ .n * 2 }'}}
            do:
              - begin: {set: {n: 1}, export: {as: '${ {sum: 0, list: []} }'}}
              - over:
                  for: {each: x, in: '${ $workflow.input.items }'}
                  while: ${ $index < 6 }
                  do:
                    - odd:
                        if: ${ $x % 2 == 1 }
                        call: twice
                        with: {n: '${ $x }'}
                    - safe:
                        try:
                          - ask: {call: http, with: {method: get, endpoint: 'http://localhost'}}
                          - note: {set: {n: '${ .answer }'}}
                        catch:
                          as: problem
                          when: ${ $x != 3 }
                          do:
                            - log: {set: {code: '${ $problem.status }'}, export: {as: '${ $context | .sum += 1 }'}}
                    - both:
                        fork:
                          branches:
                            - left: {do: [{l: {set: {a: 1}}}, {nap: {wait: {seconds: 1}}}]}
                            - right: {set: {b: 2}, export: {as: '${ $context | .list += [1] }'}}
              - last: {raise: {error: {type: 'https://example.com/end', status: 500, title: over}}}
            """;
    private static final String CALM = MIXED.replace("when: ${ $x != 3 }", "retry: {limit: {attempt: {count: 1}}}")
            .replace(
                    "- last: {raise: {error: {type: 'https://example.com/end', status: 500, title: over}}}",
                    "- last: {set: {z: 1}}");

    /** A step with what it stands between. */
    private record Seen(Step step, State before, State after) {
        boolean isTask() {
            return step instanceof Step.Entered && !step.at().reference().equals("/");
        }

        State state() {
            return step instanceof Step.Raised ? before : after;
        }

        ActiveFrame frame() {
            return Objects.requireNonNull(new Inspector(state()).frame(step.at().visit()), "no frame at " + step);
        }
    }

    private static List<Seen> everything(Recorded run) {
        List<Seen> seen = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        Fold fold = new Fold(Recorded.machine(), State.initial(run.program()), steps::add);
        for (JournalEntry entry : run.journal()) {
            advance(fold, entry.t(), steps, seen);
            State before = fold.state();
            assertThat(fold.add(entry)).isNull();
            take(steps, before, fold.state(), seen);
        }
        advance(fold, Long.MAX_VALUE, steps, seen);
        return seen;
    }

    private static void advance(Fold fold, long until, List<Step> steps, List<Seen> seen) {
        long last = -1;
        while (fold.state().t() < until && fold.state().t() != last) {
            last = fold.state().t();
            State before = fold.state();
            fold.advance(last + 1);
            take(steps, before, fold.state(), seen);
        }
    }

    private static void take(List<Step> steps, State before, State after, List<Seen> seen) {
        steps.forEach(step -> seen.add(new Seen(step, before, after)));
        steps.clear();
    }

    @Test
    void goingOnAndBackFindTheHitsOfAFold() {
        List<Recorded> runs = List.of(
                Recorded.of(MIXED, "{'items': [2, 4, 5, 3]}"),
                Recorded.of(MIXED, "{'items': [2, 4, 5, 8]}"),
                Recorded.of(CALM, "{'items': [1, 2, 3, 4, 5, 6, 7]}"),
                Recorded.of(SessionTest.LOOP, SessionTest.INPUT));
        List<List<Seen>> folds =
                runs.stream().map(TrapsPropertyTest::everything).toList();
        System.out.printf(
                "traps: seeds %d to %d over runs of %s steps%n",
                SEED, SEED + CASES - 1, folds.stream().map(List::size).toList());
        int found = 0;
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            int which = Math.floorMod(seed, runs.size());
            try {
                found += check(runs.get(which), folds.get(which), new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + " (again with -Dseed=" + seed + " -Dproperties.runs=1)", e);
            }
        }
        assertThat(found).as("hits in all cases").isGreaterThan(CASES);
    }

    private static int check(Recorded run, List<Seen> fold, Random random) {
        Traps traps = traps(fold, random);
        TreeSet<Long> hits = new TreeSet<>();
        for (int i = 0; i < fold.size(); i++) {
            if (isHit(traps, fold, i)) {
                hits.add(fold.get(i).step().at().t());
            }
        }
        Session session = new Session(run.debugged(null), new Control(() -> {}), line -> {});
        session.set(traps);
        Halt entry = session.enter();
        long end = session.steps();
        for (int i = 0; i < 6; i++) {
            Halt here = session.seek(random.nextLong(end + 1));
            boolean forwards = random.nextBoolean();
            Long expected =
                    forwards ? hits.higher(here.at().t()) : hits.lower(here.at().t());
            Halt there = forwards ? session.resume(t -> {}) : session.reverse(t -> {});
            String context = traps + "\nfrom " + here + (forwards ? " on" : " back") + ", hits " + hits;
            if (expected == null) {
                assertThat(there.at().t())
                        .as(context)
                        .isEqualTo(forwards ? end : entry.at().t());
            } else {
                assertThat(there.at().t()).as(context).isEqualTo(expected);
            }
        }
        return hits.size();
    }

    // --- random traps ---

    private static Traps traps(List<Seen> fold, Random random) {
        List<String> references = fold.stream()
                .filter(Seen::isTask)
                .map(seen -> seen.step().at().reference())
                .distinct()
                .toList();
        List<Traps.Place> places = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            Set<String> at = new HashSet<>();
            at.add(references.get(random.nextInt(references.size())));
            at.add(references.get(random.nextInt(references.size())));
            places.add(new Traps.Place(
                    places.size() + 1, random.nextBoolean(), at, condition(random), count(random), null));
        }
        List<Traps.Data> data = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            List<String> paths = List.of("context .sum", "context .list", "context .", "context .list[0]");
            data.add(new Traps.Data(
                    90, DataPath.read(paths.get(random.nextInt(paths.size()))), condition(random), count(random)));
        }
        if (random.nextInt(3) == 0) {
            String reference = references.get(random.nextInt(references.size()));
            String id = "output " + reference.length() + ":" + reference + ".";
            data.add(new Traps.Data(91, DataPath.read(id), condition(random), count(random)));
        }
        List<Traps.Errors> errors = new ArrayList<>();
        if (random.nextInt(2) == 0) {
            Traps.Which which = List.of(Traps.Which.values()).get(random.nextInt(3));
            errors.add(new Traps.Errors(which, random.nextInt(3) == 0 ? filter(".status == 503") : null));
        }
        return new Traps(places, data, errors);
    }

    private static @Nullable Filter condition(Random random) {
        List<String> all = List.of("$context.sum > 0", ".n != null", "$context.list | length % 2 == 1", "false");
        return random.nextInt(2) == 0 ? null : filter(all.get(random.nextInt(all.size())));
    }

    private static Filter filter(String text) {
        return JqParser.parse(text).filter();
    }

    private static @Nullable HitCondition count(Random random) {
        List<String> all = List.of("2", ">= 3", "% 2", "< 3");
        try {
            return random.nextInt(3) > 0 ? null : HitCondition.parse(all.get(random.nextInt(all.size())));
        } catch (UnusableBreakpointException e) {
            throw new AssertionError(e);
        }
    }

    // --- the oracle ---

    private static boolean isHit(Traps traps, List<Seen> fold, int i) {
        for (Traps.Place place : traps.places()) {
            if (isHit(place, fold, i) && counts(place.count(), rank(i, j -> isHit(place, fold, j)))) {
                return true;
            }
        }
        for (Traps.Data data : traps.data()) {
            if (isHit(data, fold, i) && counts(data.count(), rank(i, j -> isHit(data, fold, j)))) {
                return true;
            }
        }
        for (Traps.Errors errors : traps.errors()) {
            if (isHit(errors, fold, i)) {
                return true;
            }
        }
        return false;
    }

    private interface At {
        boolean holds(int place);
    }

    private static long rank(int i, At at) {
        long rank = 0;
        for (int j = 0; j <= i; j++) {
            rank += at.holds(j) ? 1 : 0;
        }
        return rank;
    }

    private static boolean counts(@Nullable HitCondition count, long rank) {
        return count == null || count.holds(rank);
    }

    private static boolean isHit(Traps.Place place, List<Seen> fold, int i) {
        Seen seen = fold.get(i);
        return seen.isTask()
                && place.references().contains(seen.step().at().reference())
                && holds(place.condition(), seen.frame(), null);
    }

    private static boolean holds(@Nullable Filter condition, ActiveFrame frame, @Nullable JsonValue data) {
        if (condition == null) {
            return true;
        }
        try {
            List<JsonValue> all =
                    frame.evaluate(frame.compile(condition), data == null ? frame.data() : data, JQ, JqLimits.DEFAULT);
            return !all.isEmpty() && all.getFirst() != JsonNull.NULL && all.getFirst() != JsonBoolean.FALSE;
        } catch (RuntimeException fails) {
            return false;
        }
    }

    private static boolean isHit(Traps.Data data, List<Seen> fold, int i) {
        if (!fold.get(i).isTask()) {
            return false;
        }
        int before = i - 1;
        while (before >= 0 && !fold.get(before).isTask()) {
            before--;
        }
        if (data.path().of() == DataPath.Of.OUTPUT) {
            int now = completed(data, fold, i);
            return now > before
                    && !output(fold, now).equals(output(fold, completed(data, fold, now)))
                    && holds(data.condition(), fold.get(i).frame(), null);
        }
        return before >= 0
                && !part(data, fold.get(before)).equals(part(data, fold.get(i)))
                && holds(data.condition(), fold.get(i).frame(), null);
    }

    /** Where a task completed last before a place; -1 if it did not. */
    private static int completed(Traps.Data data, List<Seen> fold, int before) {
        int place = before - 1;
        while (place >= 0
                && !(fold.get(place).step() instanceof Step.Completed completed
                        && completed.at().reference().equals(data.path().reference()))) {
            place--;
        }
        return place;
    }

    private static JsonValue output(List<Seen> fold, int place) {
        return place >= 0 && fold.get(place).step() instanceof Step.Completed completed
                ? completed.output()
                : JsonNull.NULL;
    }

    private static JsonValue part(Traps.Data data, Seen seen) {
        JsonValue context = seen.state().context();
        String path = data.path().path();
        if (path.equals(".")) {
            return context;
        }
        JsonValue member =
                context instanceof JsonObject object ? object.get(path.startsWith(".sum") ? "sum" : "list") : null;
        if (path.equals(".list[0]")) {
            return member instanceof io.flowork.grammar.json.JsonArray array && !array.isEmpty()
                    ? array.get(0)
                    : JsonNull.NULL;
        }
        return member == null ? JsonNull.NULL : member;
    }

    private static boolean isHit(Traps.Errors errors, List<Seen> fold, int i) {
        if (!(fold.get(i).step() instanceof Step.Raised raised) || comesFromInside(fold, i)) {
            return false;
        }
        if (!holds(errors.condition(), fold.get(i).frame(), raised.error().toJson())) {
            return false;
        }
        boolean leaves = leaves(fold, i);
        return switch (errors.which()) {
            case RAISED -> true;
            case CAUGHT -> !leaves;
            case UNCAUGHT -> leaves;
        };
    }

    /** Whether the last thing that ended directly inside is the same error. */
    private static boolean comesFromInside(List<Seen> fold, int i) {
        Step.Raised raised = (Step.Raised) fold.get(i).step();
        for (int j = i - 1; j >= 0; j--) {
            Step step = fold.get(j).step();
            boolean inside = step.at().parent() == raised.at().visit();
            if (inside && step instanceof Step.Raised inner) {
                return inner.error().equals(raised.error());
            }
            if ((inside && (step instanceof Step.Entered || step instanceof Step.Completed))
                    || (step.at().visit() == raised.at().visit() && step instanceof Step.Entered)) {
                return false;
            }
        }
        return false;
    }

    /** Whether an error goes on outwards until it has left the workflow. */
    private static boolean leaves(List<Seen> fold, int i) {
        Step.Raised at = (Step.Raised) fold.get(i).step();
        WorkflowError error = at.error();
        long around = at.at().parent();
        for (int j = i + 1; j < fold.size() && around >= 0; j++) {
            Step step = fold.get(j).step();
            if (step.at().visit() == around) {
                if (!(step instanceof Step.Raised raised) || !raised.error().equals(error)) {
                    if (step instanceof Step.Evaluated) {
                        continue; // whether to catch it
                    }
                    return false;
                }
                around = raised.at().parent();
            }
        }
        return around < 0;
    }
}
