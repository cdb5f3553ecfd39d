package io.flowork.dap.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.dap.breakpoint.HitCondition;
import io.flowork.dap.breakpoint.UnusableBreakpointException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs that start other runs, of random programs: all their stops are in one order, and steps and breakpoints go through it
 * forwards and backwards as a list of all of them says. {@code -Dseed=N} begins with another program.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FamilyPropertyTest {
    private static final long SEED = Long.getLong("seed", 1);
    private static final int CASES = Integer.getInteger("properties.runs", 60);

    /** A stop before a task, of one of the runs. */
    private record Seen(List<String> runs, long t, long visit, int depth, String name) {
        String run() {
            return runs.getLast();
        }

        /** Whether it is of a run around that of another one. */
        boolean isAround(Seen other) {
            return runs.size() < other.runs.size() && other.runs.contains(run());
        }
    }

    /** All stops in their order: those of a run follow the step that started it. */
    private static List<Seen> everything(Recorded run, List<String> around, Map<String, Long> starts) {
        List<String> runs = new ArrayList<>(around);
        runs.add(run.id());
        List<Seen> seen = new ArrayList<>();
        Map<Long, Integer> depths = new HashMap<>();
        for (Step step : steps(run)) {
            Step.At at = step.at();
            if (step instanceof Step.Entered) {
                int depth = depths.getOrDefault(at.parent(), -1) + 1;
                depths.put(at.visit(), depth);
                if (depth > 0) {
                    String name = at.reference().substring(at.reference().lastIndexOf('/') + 1);
                    seen.add(new Seen(runs, at.t(), at.visit(), depth, name));
                }
            } else if (step instanceof Step.Scheduled scheduled
                    && scheduled.effect() instanceof Effect.ChildRun wanted
                    && !wanted.name().equals("nobody")) {
                Recorded child = run.child(wanted.key());
                starts.put(child.id(), at.visit());
                seen.addAll(everything(child, runs, starts));
            }
        }
        return seen;
    }

    private static List<Step> steps(Recorded run) {
        List<Step> steps = new ArrayList<>();
        Fold fold = new Fold(Recorded.machine(), State.initial(run.program()), steps::add);
        for (JournalEntry entry : run.journal()) {
            fold.advance(entry.t());
            assertThat(fold.add(entry)).isNull();
        }
        fold.advance(Long.MAX_VALUE);
        return steps;
    }

    /** A random workflow. */
    private static String workflow(String name, List<String> callable, boolean forks, Random random) {
        String extension = random.nextInt(3) > 0
                ? ""
                : "  extensions: [{around: {extend: run, before: [{ready: {set: {r: 1}}}], after: [{gone: {set: {g: 1}}}]}}]\n";
        return "document: {dsl: '1.0.3', namespace: test, name: %s, version: 1.0.0}\n%sdo: %s\n"
                .formatted(
                        name,
                        extension.isEmpty() ? "" : "use:\n" + extension,
                        tasks(1 + random.nextInt(3), 3, callable, forks, random));
    }

    private static String tasks(int count, int deep, List<String> callable, boolean forks, Random random) {
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add("{t%d: %s}".formatted(random.nextInt(1000) * 10 + i, task(deep, callable, forks, random)));
        }
        return "[" + String.join(", ", tasks) + "]";
    }

    private static String task(int deep, List<String> callable, boolean forks, Random random) {
        int kind = random.nextInt(deep > 0 ? 9 : 5);
        return switch (kind) {
            case 0, 1 -> "{set: {n: %d}}".formatted(random.nextInt(5));
            case 2, 3, 4 ->
                callable.isEmpty()
                        ? "{wait: {seconds: 1}}"
                        : "{run: {workflow: {namespace: test, name: %s, version: '1.0.0'}, await: %s}}"
                                .formatted(callable.get(random.nextInt(callable.size())), random.nextInt(4) > 0);
            case 5 -> "{do: %s}".formatted(tasks(1 + random.nextInt(2), deep - 1, callable, forks, random));
            case 6 ->
                "{for: {each: x, in: '${ [1, 2] }'}, do: %s}"
                        .formatted(tasks(1 + random.nextInt(2), deep - 1, callable, forks, random));
            case 7 ->
                "{try: %s, catch: {do: %s}}"
                        .formatted(
                                tasks(1, deep - 1, callable, forks, random),
                                tasks(1, deep - 1, callable, forks, random));
            default ->
                forks
                        ? "{fork: {branches: %s}}".formatted(tasks(2, deep - 1, callable, forks, random))
                        : "{raise: {error: {type: 'https://example.com/e', status: 500, title: no}}}";
        };
    }

    private static Recorded recorded(Random random, boolean forks) {
        String leaf = workflow("leaf", List.of(), forks, random);
        String middle = workflow("middle", List.of("leaf", "leaf", "nobody"), forks, random);
        String root = workflow("root", List.of("leaf", "middle", "middle"), forks, random);
        return Recorded.of(root, "{}", Map.of("leaf", leaf, "middle", middle));
    }

    private static Session session(Recorded run) {
        return new Session(run.debugged(null), new Control(() -> {}), line -> {});
    }

    private static @Nullable Seen here(Session session, List<Seen> all) {
        if (session.at().isEnd()) {
            return null;
        }
        return all.stream()
                .filter(seen -> seen.t() == session.at().t()
                        && seen.run().equals(session.runHere().id()))
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable Seen first(List<Seen> all, int from, int by, Predicate<Seen> wanted) {
        for (int i = from + by; i >= 0 && i < all.size(); i += by) {
            if (wanted.test(all.get(i))) {
                return all.get(i);
            }
        }
        return null;
    }

    /** Where a step leads, by the list alone; null for the end, or if it leads nowhere. */
    private static @Nullable Seen expected(Session.Way way, List<Seen> all, Seen from, Map<String, Long> starts) {
        int at = all.indexOf(from);
        Predicate<Seen> around = seen -> seen.isAround(from);
        Predicate<Seen> level = seen -> seen.run().equals(from.run()) && seen.depth() <= from.depth();
        Predicate<Seen> outer = seen -> seen.run().equals(from.run()) && seen.depth() < from.depth();
        Predicate<Seen> caller = seen -> around.test(seen)
                && seen.runs().size() == from.runs().size() - 1
                && seen.visit() == Objects.requireNonNull(starts.get(from.run()));
        return switch (way) {
            case NEXT -> first(all, at, 1, level.or(around));
            case INTO -> first(all, at, 1, seen -> true);
            case OUT -> first(all, at, 1, outer.or(around));
            case BACK -> first(all, at, -1, level.or(around));
            case BACK_INTO -> first(all, at, -1, seen -> true);
            case BACK_OUT -> first(all, at, -1, outer.or(caller));
        };
    }

    @Test
    void stepsGoThroughAllRuns() {
        int inside = 0;
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            Random random = new Random(seed);
            Recorded run = recorded(random, false);
            Map<String, Long> starts = new HashMap<>();
            List<Seen> all = everything(run, List.of(), starts);
            Session session = session(run);
            session.enter();
            List<Seen> way = new ArrayList<>();
            while (!session.at().isEnd()) {
                Seen at = here(session, all);
                way.add(at);
                StopSteps.step(session, Session.Way.INTO, session.thread());
            }
            assertThat(way).as("seed %d: %s", seed, run.text()).isEqualTo(all);
            inside += (int) all.stream().filter(seen -> seen.runs().size() > 1).count();
            for (int i = 0; i < 40 && !all.isEmpty(); i++) {
                Seen from = here(session, all);
                List<Session.Way> ways = List.of(Session.Way.values());
                Session.Way step = ways.get(random.nextInt(ways.size()));
                boolean forwards = EnumSet.of(Session.Way.NEXT, Session.Way.INTO, Session.Way.OUT)
                        .contains(step);
                if (from == null) {
                    session.enter();
                    continue;
                }
                Seen to = expected(step, all, from, starts);
                StopSteps.step(session, step, session.thread());
                assertThat(here(session, all))
                        .as("seed %d, %s from %s: %s", seed, step, from, run.text())
                        .isEqualTo(to == null && !forwards ? from : to);
            }
        }
        assertThat(inside).as("stops in runs that were started").isPositive();
    }

    @Test
    void backIsTheInverseOfForwards() {
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            Recorded run = recorded(new Random(seed), false);
            Session session = session(run);
            List<String> forwards = new ArrayList<>();
            session.enter();
            while (!session.at().isEnd()) {
                forwards.add(session.runHere().id() + session.at());
                StopSteps.step(session, Session.Way.INTO, session.thread());
            }
            List<String> backwards = new ArrayList<>();
            for (int i = 0; i < forwards.size(); i++) {
                StopSteps.step(session, Session.Way.BACK_INTO, session.thread());
                backwards.addFirst(session.runHere().id() + session.at());
            }
            assertThat(backwards).as("seed %d: %s", seed, run.text()).isEqualTo(forwards);
        }
    }

    @Test
    void breakpointsStopInAllRuns() throws UnusableBreakpointException {
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            Random random = new Random(seed);
            Recorded run = recorded(random, true);
            List<Seen> all = everything(run, List.of(), new HashMap<>());
            String end = Integer.toString(random.nextInt(10));
            HitCondition count = random.nextBoolean() ? null : HitCondition.parse("% 2");
            List<Seen> hits = new ArrayList<>();
            int number = 0;
            for (Seen seen : all) {
                if (seen.name().endsWith(end) && (++number % 2 == 0 || count == null)) {
                    hits.add(seen);
                }
            }
            Session session = session(run);
            Sources sources = new Sources(session.run(), path -> null);
            Runnable bind = () -> session.set(new Traps(
                    sources.programs().stream()
                            .map(text -> new Traps.Place(
                                    1,
                                    true,
                                    Set.copyOf(text.named("*" + end)),
                                    null,
                                    count,
                                    null,
                                    text.program().hash()))
                            .toList(),
                    List.of(),
                    List.of()));
            sources.whenAdded(bind);
            session.whenDiscovered(sources::add);
            bind.run();
            List<Seen> found = new ArrayList<>();
            for (Halt halt = session.start(); !halt.at().isEnd(); halt = session.resume(t -> {})) {
                found.add(here(session, all));
            }
            assertThat(found).as("seed %d, forwards: %s", seed, run.text()).isEqualTo(hits);
            List<Seen> back = new ArrayList<>();
            for (Halt halt = session.reverse(t -> {});
                    halt.reason() == Halt.Reason.FUNCTION_BREAKPOINT;
                    halt = session.reverse(t -> {})) {
                back.addFirst(here(session, all));
                if (random.nextInt(3) == 0) { // there and back again
                    session.resume(t -> {});
                    session.reverse(t -> {});
                    assertThat(here(session, all)).isEqualTo(back.getFirst());
                }
            }
            assertThat(back).as("seed %d, backwards: %s", seed, run.text()).isEqualTo(hits);
        }
    }
}
