package io.flowork.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.InputJson;
import io.flowork.core.machine.Inspector;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.Outcome;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.core.machine.Step;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.analysis.ExpressionAnalysis;
import io.flowork.grammar.analysis.TaskTypes;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.types.Types;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds for every run of every workflow; of the debugger, invariants I1 (replay), I2 (seek) and I9 (looks). {@code -Dseed=N} begins with another run, {@code -Dproperties.runs=N} makes
 * more of them.
 */
class RunPropertiesTest {
    static final long SEED = Long.getLong("seed", 1);
    static final int RUNS = Integer.getInteger("properties.runs", 400);

    private static List<Recorded> runs = List.of();

    @BeforeAll
    static void make() {
        runs = LongStream.range(SEED, SEED + RUNS).mapToObj(RandomRun::of).toList();
        Map<Status, Integer> ends = new EnumMap<>(Status.class);
        runs.forEach(run -> ends.merge(run.end().status(), 1, Integer::sum));
        System.out.printf(
                "properties: runs of the seeds %d to %d; %s; %d inputs, %d steps%n",
                SEED,
                SEED + RUNS - 1,
                ends,
                runs.stream().mapToInt(run -> run.journal().size()).sum(),
                runs.stream().mapToInt(run -> run.steps().size()).sum());
    }

    private static void forEach(Consumer<Recorded> check) {
        for (Recorded run : runs) {
            try {
                check.accept(run);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(run.toString(), e);
            }
        }
    }

    @Test
    @DisplayName("folding the journal gives the same state at every input, and the same steps")
    void replay() {
        forEach(Properties::replays);
    }

    @Test
    @DisplayName("a state that was written and read goes on like the one that was not")
    void bytes() {
        forEach(Properties::survivesBytes);
    }

    @Test
    @DisplayName("from any snapshots, any entry is reached with the state that the whole fold has")
    void seek() {
        forEach(Properties::seeks);
    }

    @Test
    @DisplayName("steps are numbered without gaps, and every visit ends exactly once")
    void steps() {
        forEach(Properties::losesNoStep);
    }

    @Test
    @DisplayName("after a crash the run ends the same, and nothing that is done is asked for again")
    void crash() {
        forEach(Properties::survivesCrashes);
    }

    @Test
    @DisplayName("every effect is asked for once, and what an ended run waits for nobody is interested in")
    void effects() {
        forEach(Properties::asksOnce);
    }

    @Test
    @DisplayName("who looks into a run sees what its tasks see, and changes nothing")
    void looks() {
        forEach(Properties::looksOnly);
    }

    @Test
    @DisplayName("the data of every task is of the type that the analysis gives it")
    void types() {
        forEach(Properties::hasItsTypes);
    }

    /** 4: tasks around a then: end never ended; 34: two visits with one number; 214: an event while a schema is fetched. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 34, 214})
    @DisplayName("runs that once failed")
    void regressions(long seed) {
        Recorded run = RandomRun.of(seed);
        Properties.replays(run);
        Properties.survivesBytes(run);
        Properties.seeks(run);
        Properties.losesNoStep(run);
        Properties.survivesCrashes(run);
        Properties.asksOnce(run);
    }

    /** The properties, one by one. */
    static final class Properties {
        private Properties() {}

        static void hasItsTypes(Recorded run) {
            ExpressionAnalysis analysis = WorkflowAnalysis.analyze(SourceText.of("random.flow.json", run.text()))
                    .expressions();
            for (Step step : run.steps()) {
                switch (step) {
                    case Step.Entered entered
                    when !entered.at().reference().equals("/") -> {
                        TaskTypes types = analysis.task(entered.at().reference());
                        assertThat(types).as(entered.at().reference()).isNotNull();
                        assertOf(types.rawInput(), entered.rawInput(), entered);
                        assertOf(types.input(), entered.input(), entered);
                    }
                    case Step.Completed completed
                    when !completed.at().reference().equals("/") -> {
                        TaskTypes types = analysis.task(completed.at().reference());
                        assertThat(types).as(completed.at().reference()).isNotNull();
                        assertOf(types.output(), completed.output(), completed);
                    }
                    default -> {}
                }
            }
        }

        private static void assertOf(Type type, JsonValue value, Step step) {
            assertThat(Types.contains(type, value))
                    .as("the type " + type + " of " + step)
                    .isTrue();
        }

        static void replays(Recorded run) {
            List<Step> again = new ArrayList<>();
            Fold fold = new Fold(RandomRun.machine(), State.initial(run.program()), again::add);
            for (JournalEntry entry : run.journal()) {
                assertThat(fold.add(entry)).isNull();
            }
            fold.advance(Long.MAX_VALUE);
            assertThat(fold.state().toJson()).isEqualTo(run.end().toJson());
            assertThat(again).isEqualTo(run.steps());
        }

        static void looksOnly(Recorded run) {
            JqMachine jq = new JqMachine(JqLimits.DEFAULT, new Interrupt());
            List<Step> last = new ArrayList<>();
            Fold fold = new Fold(RandomRun.machine(), State.initial(run.program()), last::add);
            for (JournalEntry entry : run.journal()) {
                long before = -1;
                while (fold.state().t() < entry.t() && fold.state().t() > before) {
                    before = fold.state().t();
                    fold.advance(before + 1);
                    if (last.getLast() instanceof Step.Entered entered) {
                        sees(fold.state(), entered, jq);
                    }
                }
                assertThat(fold.add(entry)).isNull(); // with the recorded hash of the state
            }
        }

        private static void sees(State state, Step.Entered entered, JqMachine jq) {
            ActiveFrame frame = new Inspector(state).frame(entered.at().visit());
            assertThat(frame).as("the frame of %s", entered).isNotNull();
            List<JsonValue> seen = frame.evaluate(
                    frame.compile(JqParser.parse("., $input, $context, $task.input, $workflow.input, ([.] | .[0] = 1)")
                            .filter()),
                    frame.data(),
                    jq,
                    JqLimits.DEFAULT);
            assertThat(seen.subList(0, 5))
                    .containsExactly(entered.input(), entered.input(), state.context(), seen.get(3), state.rawInput());
            if (!entered.at().reference().startsWith("/use/extensions/")) {
                assertThat(seen.get(3)).isEqualTo(entered.rawInput());
            }
            frame.locals()
                    .forEach(local -> assertThat(frame.evaluate(
                                    frame.compile(
                                            JqParser.parse("$" + local.name()).filter()),
                                    frame.data(),
                                    jq,
                                    JqLimits.DEFAULT))
                            .containsExactly(local.value()));
        }

        static void survivesBytes(Recorded run) {
            Machine machine = RandomRun.machine();
            Random random = new Random(run.seed());
            for (State state : run.states()) {
                State read = RandomRun.throughBytes(run.program(), state);
                assertThat(read.hash()).isEqualTo(state.hash());
                assertThat(read.toJson()).isEqualTo(state.toJson());
                long until = state.t() + 1 + random.nextInt(20);
                Outcome expected = machine.advance(state, until, null);
                Outcome actual = machine.advance(read, until, null);
                assertThat(actual.state().toJson()).isEqualTo(expected.state().toJson());
                assertThat(actual.effects()).isEqualTo(expected.effects());
            }
        }

        static void seeks(Recorded run) {
            Random random = new Random(run.seed());
            Map<Integer, State> snapshots = new HashMap<>();
            for (int seq = 0; seq < run.states().size(); seq++) {
                if (random.nextInt(5) == 0) {
                    snapshots.put(
                            seq,
                            RandomRun.throughBytes(run.program(), run.states().get(seq)));
                }
            }
            for (int i = 0; i < 4; i++) {
                int target = random.nextInt(run.states().size());
                int from = target;
                while (from >= 0 && !snapshots.containsKey(from)) {
                    from--;
                }
                State start = snapshots.getOrDefault(from, State.initial(run.program()));
                Fold fold = new Fold(RandomRun.machine(), start, null);
                for (JournalEntry entry : run.journal().subList(from + 1, target + 1)) {
                    assertThat(fold.add(entry)).isNull();
                }
                assertThat(fold.state().toJson())
                        .isEqualTo(run.states().get(target).toJson());
            }
        }

        static void losesNoStep(Recorded run) {
            Set<Long> begun = new HashSet<>();
            Set<Long> ended = new HashSet<>();
            Map<Long, Step.At> open = new LinkedHashMap<>();
            long expected = 0;
            for (Step step : run.steps()) {
                Step.At at = step.at();
                assertThat(at.t()).as("the number of %s", step).isEqualTo(expected++);
                assertThat(ended).as("visits that had ended before %s", step).doesNotContain(at.visit());
                switch (step) {
                    case Step.Entered s -> {
                        assertThat(begun.add(at.visit()))
                                .as("%s is the first step of its task", s)
                                .isTrue();
                        assertThat(at.parent() == -1 || open.containsKey(at.parent()))
                                .as("the task around is active at %s", s)
                                .isTrue();
                        open.put(at.visit(), at);
                    }
                    case Step.Skipped s -> end(at, open, ended);
                    case Step.Completed s -> end(at, open, ended);
                    case Step.Raised s -> end(at, open, ended);
                    case Step.Cancelled s -> end(at, open, ended);
                    case Step.Evaluated s -> {}
                    case Step.Scheduled s -> active(s, open);
                    case Step.Turn s -> active(s, open);
                    case Step.BranchStarted s -> active(s, open);
                    case Step.BranchJoined s -> active(s, open);
                    case Step.Consumed s -> active(s, open);
                    case Step.Waiting s -> active(s, open);
                    case Step.Retrying s -> active(s, open);
                    case Step.Caught s -> active(s, open);
                }
            }
            assertThat(open.values()).as("visits that never ended").isEmpty();
            assertThat(run.end().t()).isEqualTo(expected);
        }

        private static void active(Step step, Map<Long, Step.At> open) {
            if (step instanceof Step.Scheduled scheduled
                    && scheduled.effect() instanceof Effect.Call call
                    && call.function().equals("resource")) {
                return;
            }
            assertThat(open)
                    .as("the task of %s is active", step)
                    .containsKey(step.at().visit());
        }

        private static void end(Step.At at, Map<Long, Step.At> open, Set<Long> ended) {
            Step.At entered = open.remove(at.visit());
            if (entered != null) {
                assertThat(at.reference()).isEqualTo(entered.reference());
                assertThat(at.strand()).isEqualTo(entered.strand());
                assertThat(at.parent()).isEqualTo(entered.parent());
            }
            ended.add(at.visit());
        }

        static void asksOnce(Recorded run) {
            Set<String> asked = new HashSet<>();
            for (Effect effect : run.effects()) {
                if (effect instanceof Effect.Cancel) {
                    assertThat(asked).as("what is cancelled was asked for").contains(effect.key());
                } else {
                    assertThat(asked.add(effect.key()))
                            .as("%s is asked for once", effect)
                            .isTrue();
                }
            }
            assertThat(run.end().hasPending()).isFalse();
        }

        static void survivesCrashes(Recorded run) {
            Random random = new Random(run.seed());
            for (int i = 0; i < 3; i++) {
                crash(run, 1 + random.nextInt(run.journal().size()));
            }
        }

        private static void crash(Recorded run, int kept) {
            Machine machine = RandomRun.machine();
            Set<String> done = new HashSet<>();
            Fold recovery = new Fold(machine, State.initial(run.program()), null);
            for (JournalEntry entry : run.journal().subList(0, kept)) {
                assertThat(recovery.add(entry)).isNull();
                String key = key(entry);
                if (key != null && !entry.kind().equals("event")) {
                    done.add(key);
                }
            }
            Map<String, Effect> outstanding = new LinkedHashMap<>();
            State state = recovery.state();
            state.pendingEffects().forEach(effect -> outstanding.put(effect.key(), effect));
            assertThat(outstanding.keySet())
                    .as("what is done is not asked for again")
                    .noneMatch(done::contains);
            for (JournalEntry entry : run.journal().subList(kept, run.journal().size())) {
                state = take(machine.advance(state, entry.t(), null), outstanding, done);
                String key = key(entry);
                if (key != null) {
                    assertThat(outstanding)
                            .as("%s ends what was asked for", entry)
                            .containsKey(key);
                }
                Fold.Applied applied = Fold.apply(
                        machine, state, entry.seq(), entry.time(), InputJson.read(entry.kind(), entry.payload()), null);
                assertThat(applied.entry()).isEqualTo(entry);
                if (key != null && !entry.kind().equals("event")) {
                    outstanding.remove(key);
                    done.add(key);
                }
                state = take(applied.outcome(), outstanding, done);
            }
            assertThat(state.toJson()).isEqualTo(run.end().toJson());
        }

        private static State take(Outcome outcome, Map<String, Effect> outstanding, Set<String> done) {
            for (Effect effect : outcome.effects()) {
                if (effect instanceof Effect.Cancel) {
                    outstanding.remove(effect.key());
                } else {
                    assertThat(done).as("what is done is not asked for again").doesNotContain(effect.key());
                    outstanding.put(effect.key(), effect);
                }
            }
            return outcome.state();
        }

        private static @Nullable String key(JournalEntry entry) {
            return entry.payload().get("key") instanceof JsonString key ? key.value() : null;
        }
    }
}
