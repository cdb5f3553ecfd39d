package io.flowork.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.history.History;
import io.flowork.core.history.Reach;
import io.flowork.core.history.Recording;
import io.flowork.core.history.Stop;
import io.flowork.core.history.Stops;
import io.flowork.core.journal.Cursor;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.core.program.Program;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Time travel beside an oracle that keeps every step and every state of a run: invariants I2, I3 and I4 of the debugger.
 * {@code -Dseed=N} and {@code -Dproperties.runs=N} as in {@link RunPropertiesTest}.
 */
class HistoryPropertiesTest {
    /** Nothing is stopped here. */
    private static boolean never() {
        return false;
    }

    /** Does something with a run, its oracle and a history that has some of the run's states. */
    private interface Check {
        void check(Recorded run, Oracle oracle, Stops stops, Random random) throws Cursor.DivergedException;
    }

    private static void forEach(Check check) {
        LongStream.range(RunPropertiesTest.SEED, RunPropertiesTest.SEED + RunPropertiesTest.RUNS / 4)
                .parallel()
                .forEach(seed -> {
                    Recorded run = RandomRun.of(seed);
                    Random random = new Random(seed);
                    try {
                        History history = new History(new Part(run, random), RandomRun.machine());
                        check.check(run, Oracle.of(run), new Stops(history), random);
                    } catch (Cursor.DivergedException | RuntimeException | AssertionError e) {
                        throw new AssertionError(run.toString(), e);
                    }
                });
    }

    /** The stops in some order, so that parts of the index are made in some order. */
    private static List<Stop> some(List<Stop> stops, Random random) {
        List<Stop> some = new ArrayList<>(stops);
        Collections.shuffle(some, random);
        return some.subList(0, Math.min(40, some.size()));
    }

    @Test
    @DisplayName("the state at any stop is the one of a whole fold, from any kept states, some of them damaged")
    void states() {
        forEach((run, oracle, stops, random) -> {
            for (Stop stop : some(oracle.stops, random)) {
                assertThat(stops.state(stop, HistoryPropertiesTest::never).toJson())
                        .as("%s", stop)
                        .isEqualTo(oracle.state(stop).toJson());
            }
            assertThat(stops.state(stops.end(HistoryPropertiesTest::never), HistoryPropertiesTest::never)
                            .toJson())
                    .isEqualTo(run.end().toJson());
        });
    }

    @Test
    @DisplayName("every way forwards leads to where it should")
    void forwards() {
        forEach((run, oracle, stops, random) -> {
            for (Stop stop : some(oracle.stops, random)) {
                assertThat(stops.next(stop, HistoryPropertiesTest::never))
                        .as("next of %s", stop)
                        .isEqualTo(oracle.next(stop));
                assertThat(stops.into(stop, HistoryPropertiesTest::never))
                        .as("into %s", stop)
                        .isEqualTo(oracle.into(stop));
                assertThat(stops.out(stop, HistoryPropertiesTest::never))
                        .as("out of %s", stop)
                        .isEqualTo(oracle.out(stop));
            }
        });
    }

    @Test
    @DisplayName("every way backwards leads to where it should")
    void backwards() {
        forEach((run, oracle, stops, random) -> {
            for (Stop stop : some(oracle.stops, random)) {
                assertThat(stops.back(stop, HistoryPropertiesTest::never))
                        .as("back from %s", stop)
                        .isEqualTo(oracle.back(stop));
                assertThat(stops.backInto(stop, HistoryPropertiesTest::never))
                        .as("back into %s", stop)
                        .isEqualTo(oracle.backInto(stop));
                assertThat(stops.backOut(stop, HistoryPropertiesTest::never))
                        .as("back out of %s", stop)
                        .isEqualTo(oracle.around(stop));
            }
        });
    }

    @Test
    @DisplayName("stepping back undoes a step that stays at its depth; a step into is undone by stepping back into")
    void inverse() {
        forEach((run, oracle, stops, random) -> {
            for (Stop stop : some(oracle.tasks(), random)) {
                Stop next = stops.next(stop, HistoryPropertiesTest::never);
                if (next != null && next.strand() == stop.strand() && next.depth() == stop.depth()) {
                    assertThat(stops.back(next, HistoryPropertiesTest::never))
                            .as("back from next")
                            .isEqualTo(stop);
                }
                Stop into = stops.into(stop, HistoryPropertiesTest::never);
                if (into != null
                        && ((into.strand() == stop.strand() && !into.isEnd()) || into.parent() == stop.visit())) {
                    assertThat(stops.backInto(into, HistoryPropertiesTest::never))
                            .as("back from into")
                            .isEqualTo(stop);
                }
            }
        });
    }

    @Test
    @DisplayName("as many stops back and forth again lead to where one was, with the same state")
    void backAndForth() {
        forEach((run, oracle, stops, random) -> {
            for (Stop start : some(oracle.stops, random).subList(0, Math.min(8, oracle.stops.size()))) {
                List<Stop> way = new ArrayList<>(List.of(start));
                Stop at = stops.search(start.t(), false, each -> true, null, HistoryPropertiesTest::never);
                for (int n = random.nextInt(30); at != null && n > 0; n--) {
                    way.addFirst(at);
                    at = stops.search(at.t(), false, each -> true, null, HistoryPropertiesTest::never);
                }
                for (int i = 1; i < way.size(); i++) {
                    assertThat(stops.search(way.get(i - 1).t(), true, each -> true, null, HistoryPropertiesTest::never))
                            .as("forwards from %s", way.get(i - 1))
                            .isEqualTo(way.get(i));
                }
                assertThat(stops.state(start, HistoryPropertiesTest::never).hash())
                        .isEqualTo(oracle.state(start).hash());
            }
        });
    }

    @Test
    @DisplayName("there is nothing before the first stop and nothing after the end")
    void ends() {
        forEach((run, oracle, stops, random) -> {
            Stop first = stops.first(HistoryPropertiesTest::never);
            assertThat(first)
                    .isEqualTo(
                            oracle.tasks().isEmpty()
                                    ? oracle.end
                                    : oracle.tasks().getFirst());
            if (!first.isEnd()) {
                assertThat(stops.back(first, HistoryPropertiesTest::never)).isNull();
                assertThat(stops.backInto(first, HistoryPropertiesTest::never)).isNull();
                assertThat(stops.backOut(first, HistoryPropertiesTest::never)).isNull();
            }
            Stop end = stops.end(HistoryPropertiesTest::never);
            assertThat(end).isEqualTo(oracle.end);
            assertThat(stops.next(end, HistoryPropertiesTest::never)).isNull();
            assertThat(stops.into(end, HistoryPropertiesTest::never)).isNull();
            assertThat(stops.out(end, HistoryPropertiesTest::never)).isNull();
        });
    }

    @Test
    @DisplayName("a search in either direction finds what a look at everything finds")
    void search() {
        forEach((run, oracle, stops, random) -> {
            for (Stop from : some(oracle.stops, random).subList(0, Math.min(8, oracle.stops.size()))) {
                Predicate<Stop> candidate = oracle.predicate(random);
                Stops.Test test = random.nextBoolean()
                        ? null
                        : (stop, state) -> state.context().hash() % 3 == 0 && state.t() % 2 == 0;
                assertThat(stops.search(from.t(), true, candidate, test, HistoryPropertiesTest::never))
                        .isEqualTo(oracle.search(from.t(), true, candidate, test));
                assertThat(stops.search(from.t(), false, candidate, test, HistoryPropertiesTest::never))
                        .isEqualTo(oracle.search(from.t(), false, candidate, test));
                long to = random.nextLong(-1, oracle.end.t() + 2);
                boolean forwards = from.t() < to;
                Predicate<Stop> between = stop -> (forwards ? stop.t() < to : stop.t() > to) && candidate.test(stop);
                assertThat(stops.search(from.t(), to, candidate, test, HistoryPropertiesTest::never, t -> {}))
                        .as("from %s to %s", from, to)
                        .isEqualTo(oracle.search(from.t(), forwards, between, test));
            }
        });
    }

    @Test
    @DisplayName("a history that grows with its run is the one of the whole run")
    void grows() {
        forEach((run, oracle, stops, random) -> {
            Part part = new Part(run, random);
            part.known = 1;
            Stops growing = new Stops(new History(part, RandomRun.machine()));
            while (part.known < run.journal().size()) {
                Stop end = growing.end(HistoryPropertiesTest::never);
                growing.back(end, HistoryPropertiesTest::never);
                part.known = Math.min(run.journal().size(), part.known + 1 + random.nextInt(9));
                assertThat(growing.refresh()).isTrue();
            }
            assertThat(growing.refresh()).isFalse();
            assertThat(growing.end(HistoryPropertiesTest::never)).isEqualTo(oracle.end);
            for (Stop stop : some(oracle.stops, random)) {
                assertThat(growing.search(stop.t() - 1, true, each -> true, null, HistoryPropertiesTest::never))
                        .isEqualTo(stop);
            }
        });
    }

    @Test
    @DisplayName("of a run that is held there is what it has done, also for who has looked ahead")
    void held() {
        forEach((run, oracle, stops, random) -> {
            Stops held = new Stops(new History(new Part(run, random), RandomRun.machine()));
            List<Stop> tasks = oracle.tasks();
            for (int i = random.nextInt(4); i < tasks.size(); i += 1 + random.nextInt(4)) {
                State state = oracle.state(tasks.get(i));
                long seq = run.journal().stream()
                        .filter(entry -> entry.t() < state.t())
                        .count();
                held.refresh(new Reach(seq, state.t()));
                if (random.nextBoolean()) {
                    held.refresh(new Reach(seq, state.t() + random.nextInt(40)));
                    held.search(random.nextLong(state.t()), random.nextBoolean(), each -> false, null, HistoryPropertiesTest::never);
                    held.refresh(new Reach(seq, state.t()));
                }
                Stop end = held.end(HistoryPropertiesTest::never);
                assertThat(held.state(end, HistoryPropertiesTest::never).toJson())
                        .as("held at %s", tasks.get(i))
                        .isEqualTo(state.toJson());
                for (Stop stop : some(tasks.subList(0, i + 1), random)) {
                    assertThat(held.search(stop.t() - 1, true, each -> true, null, HistoryPropertiesTest::never))
                            .isEqualTo(stop);
                }
                assertThat(held.search(tasks.get(i).t(), true, each -> true, null, HistoryPropertiesTest::never))
                        .isNull();
            }
            held.refresh();
            assertThat(held.end(HistoryPropertiesTest::never)).isEqualTo(oracle.end);
            for (Stop stop : some(oracle.stops, random)) {
                assertThat(held.state(stop, HistoryPropertiesTest::never).toJson())
                        .isEqualTo(oracle.state(stop).toJson());
            }
        });
    }

    /** A recording that has some of the states, and of these some are damaged. */
    private static final class Part implements Recording {
        private final Recorded run;
        private final Map<Long, @Nullable State> states = new HashMap<>();
        private int known;

        Part(Recorded run, Random random) {
            this.run = run;
            this.known = run.journal().size();
            for (int seq = 0; seq < run.states().size(); seq++) {
                int kind = random.nextInt(10);
                if (kind < 3) {
                    State state = run.states().get(seq);
                    states.put((long) seq, kind == 0 ? null : RandomRun.throughBytes(run.program(), state));
                }
            }
        }

        @Override
        public Program program() {
            return run.program();
        }

        @Override
        public List<JournalEntry> entries(long from) {
            return run.journal().subList((int) from, (int) Math.min(known, from + 3));
        }

        @Override
        public List<Checkpoint> checkpoints() {
            return states.keySet().stream()
                    .filter(seq -> seq < known)
                    .map(seq ->
                            new Checkpoint(seq, run.states().get(seq.intValue()).t()))
                    .toList();
        }

        @Override
        public @Nullable State state(Checkpoint checkpoint) {
            return states.get(checkpoint.seq());
        }
    }

    /** All stops and all states, found by going through everything. */
    private static final class Oracle {
        private final List<State> all;
        private final List<Stop> stops = new ArrayList<>();
        private final Map<Long, Step.At> visits = new HashMap<>();
        private final Map<Integer, Long> left = new HashMap<>();
        private final Stop end;

        private Oracle(Recorded run) {
            all = run.everyState();
            run.steps().forEach(step -> visits.putIfAbsent(step.at().visit(), step.at()));
            for (Step step : run.steps()) {
                Step.At at = step.at();
                switch (step) {
                    case Step.Entered entered when !at.reference().equals("/") -> stops.add(stop(Stop.Kind.TASK, at));
                    case Step.Raised raised -> {
                        stops.add(stop(Stop.Kind.ERROR, at));
                        leave(at);
                    }
                    case Step.Completed s -> leave(at);
                    case Step.Cancelled s -> leave(at);
                    case Step.Skipped s -> leave(at);
                    default -> {}
                }
            }
            end = new Stop(Stop.Kind.END, all.getLast().t(), 0, -1, -1, 0, "/");
        }

        static Oracle of(Recorded run) {
            return new Oracle(run);
        }

        private void leave(Step.At at) {
            Step.At around = visits.get(at.parent());
            if (around != null && around.strand() != at.strand()) {
                left.put(at.strand(), at.t());
            }
        }

        private Stop stop(Stop.Kind kind, Step.At at) {
            int depth = 0;
            for (Step.At up = visits.get(at.parent()); up != null; up = visits.get(up.parent())) {
                depth++;
            }
            return new Stop(kind, at.t(), at.strand(), at.visit(), at.parent(), depth, at.reference());
        }

        List<Stop> tasks() {
            return stops.stream().filter(stop -> stop.kind() == Stop.Kind.TASK).toList();
        }

        State state(Stop stop) {
            if (stop.kind() == Stop.Kind.TASK) {
                return all.stream()
                        .filter(state -> state.t() > stop.t())
                        .findFirst()
                        .orElseThrow();
            }
            return all.stream()
                    .filter(state -> state.t() <= stop.t())
                    .reduce((one, two) -> two)
                    .orElseThrow();
        }

        private Set<Long> around(long visit) {
            Set<Long> around = new HashSet<>();
            for (Step.At at = visits.get(visit); at != null; at = visits.get(at.parent())) {
                around.add(at.visit());
            }
            return around;
        }

        /** The strand that somebody on a strand is on at a step, after the ends of branches. */
        private int line(int strand, long t) {
            int at = strand;
            while (left.containsKey(at) && left.get(at) < t) {
                int mine = at;
                at = visits.values().stream()
                        .filter(visit -> visit.strand() == mine && visits.get(visit.parent()) != null)
                        .map(visit -> visits.get(visit.parent()).strand())
                        .filter(parent -> parent != mine)
                        .findFirst()
                        .orElse(-1);
            }
            return at;
        }

        private Stop forwards(Stop from, Predicate<Stop> wanted) {
            return tasks().stream()
                    .filter(stop -> stop.t() > from.t() && wanted.test(stop))
                    .findFirst()
                    .orElse(end);
        }

        Stop next(Stop from) {
            return forwards(
                    from,
                    stop -> stop.strand() == line(from.strand(), stop.t())
                            && (stop.depth() <= from.depth() || stop.strand() != from.strand()));
        }

        Stop into(Stop from) {
            return forwards(
                    from, stop -> stop.strand() == line(from.strand(), stop.t()) || stop.parent() == from.visit());
        }

        Stop out(Stop from) {
            return forwards(
                    from,
                    stop -> stop.strand() == line(from.strand(), stop.t())
                            && (stop.depth() < from.depth() || stop.strand() != from.strand()));
        }

        private @Nullable Stop backwards(Stop from, Predicate<Stop> wanted) {
            return tasks().reversed().stream()
                    .filter(stop -> stop.t() < from.t() && wanted.test(stop))
                    .findFirst()
                    .orElse(null);
        }

        /** What it is inside of, or what has a parent in common with that or with it. */
        @Nullable
        Stop back(Stop from) {
            Set<Long> around = around(from.visit());
            return backwards(
                    from,
                    stop -> around.contains(stop.visit())
                            || (stop.strand() == from.strand()
                                    && around.contains(stop.parent())
                                    && stop.visit() != from.visit()
                                    && stop.parent() != from.visit()));
        }

        @Nullable
        Stop backInto(Stop from) {
            return backwards(from, stop -> stop.strand() == from.strand() || stop.visit() == from.parent());
        }

        @Nullable
        Stop around(Stop from) {
            Set<Long> around = around(from.parent());
            return backwards(from, stop -> around.contains(stop.visit()));
        }

        Predicate<Stop> predicate(Random random) {
            List<String> references =
                    stops.stream().map(Stop::reference).distinct().toList();
            String reference = references.get(random.nextInt(references.size()));
            return switch (random.nextInt(3)) {
                case 0 -> stop -> stop.reference().equals(reference);
                case 1 -> stop -> stop.kind() == Stop.Kind.ERROR;
                default -> stop -> true;
            };
        }

        @Nullable
        Stop search(long from, boolean forwards, Predicate<Stop> candidate, Stops.@Nullable Test test) {
            return IntStream.range(0, stops.size())
                    .mapToObj(i -> stops.get(forwards ? i : stops.size() - 1 - i))
                    .filter(stop -> forwards ? stop.t() > from : stop.t() < from)
                    .filter(candidate)
                    .filter(stop -> test == null || test.holds(stop, state(stop)))
                    .findFirst()
                    .orElse(null);
        }
    }
}
