package io.flowork.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.history.Find;
import io.flowork.core.history.History;
import io.flowork.core.history.Stop;
import io.flowork.core.history.Stops;
import io.flowork.core.history.Writes;
import io.flowork.core.journal.Cursor.DivergedException;
import io.flowork.core.jq.CompiledFilter;
import io.flowork.core.jq.JqCompileException;
import io.flowork.core.jq.JqException;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.Inspector;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Searches in time beside a look at every step. {@code -Dseed=N} and {@code -Dproperties.runs=N} as in {@link RunPropertiesTest}. */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
class FindPropertiesTest {
    private static final int RUNS = Math.max(1, RunPropertiesTest.RUNS / 10);
    private static final List<String> CONDITIONS = List.of(
            "type == \"object\"",
            ".a",
            "$context | length > 1",
            "$task.name | endswith(\"1\")",
            ".a > 3",
            ".[0], .[1]",
            "empty",
            "$input == $context",
            "$workflow.input == .",
            "(1, 2) | select(. == 3)",
            "error(\"no\")",
            "$item");

    /** Nobody is told how far it has come. */
    private static void untold(long t) {}

    private static boolean never() {
        return false;
    }

    // --- find ---

    /** The states right after each step. */
    private static List<State> states(Recorded run) {
        List<State> states = new ArrayList<>();
        for (State state : run.everyState()) {
            while (states.size() < state.t()) {
                states.add(state); // a transition may be several steps
            }
        }
        return states;
    }

    private record Expected(List<Long> stops, long looked, long failed, long unknown) {}

    private static Expected expected(Recorded run, Filter condition) {
        List<State> states = states(run);
        List<Long> stops = new ArrayList<>();
        long[] counts = new long[3];
        JqMachine jq = new JqMachine(Find.LIMITS);
        for (Step step : run.steps()) {
            State state = step instanceof Step.Entered && step.at().parent() >= 0
                    ? states.get((int) step.at().t())
                    : null;
            ActiveFrame frame =
                    state == null ? null : new Inspector(state).frame(step.at().visit());
            if (frame == null) {
                continue;
            }
            CompiledFilter filter;
            try {
                filter = frame.compile(condition);
            } catch (JqCompileException e) {
                counts[2]++;
                continue;
            }
            counts[0]++;
            try {
                JsonValue result = JsonArray.of(frame.evaluate(filter, frame.input(), jq, Find.LIMITS));
                if (result instanceof JsonArray all
                        && (all.size() > 1
                                || (all.size() == 1
                                        && all.get(0) != JsonNull.NULL
                                        && all.get(0) != JsonBoolean.FALSE))) {
                    stops.add(step.at().t());
                }
            } catch (JqException e) {
                counts[1]++;
            }
        }
        return new Expected(stops, counts[0], counts[1], counts[2]);
    }

    @Test
    @DisplayName("a condition is found where it holds: first, last, nearest and all")
    void find() throws DivergedException {
        int found = 0;
        for (long seed = RunPropertiesTest.SEED; seed < RunPropertiesTest.SEED + RUNS; seed++) {
            Recorded run = RandomRun.of(seed);
            Random random = new Random(seed);
            Stops stops = new Stops(new History(new WholeRecording(run), RandomRun.machine()));
            for (int i = 0; i < 3; i++) {
                String text = CONDITIONS.get(random.nextInt(CONDITIONS.size()));
                Filter condition = JqParser.parse(text).filter();
                Expected expected = expected(run, condition);
                Find find = new Find(stops, condition, Find.LIMITS, new JqMachine(Find.LIMITS));
                Find.Found all = find.all(Integer.MAX_VALUE, FindPropertiesTest::never, FindPropertiesTest::untold);
                String what = run + "\nfor " + text;
                assertThat(all.stops()).as(what).extracting(Stop::t).isEqualTo(expected.stops());
                assertThat(List.of(all.looked(), all.failed(), all.unknown()))
                        .as(what)
                        .containsExactly(expected.looked(), expected.failed(), expected.unknown());
                assertThat(all.error() == null).as(what).isEqualTo(expected.failed() == 0);
                found += all.stops().size();
                long at = random.nextInt(run.steps().size());
                Find.Found next = find.first(at, FindPropertiesTest::never, FindPropertiesTest::untold);
                assertThat(next.stops())
                        .as(what)
                        .extracting(Stop::t)
                        .isEqualTo(expected.stops().stream()
                                .filter(t -> t > at)
                                .limit(1)
                                .toList());
                List<Long> earlier =
                        expected.stops().stream().filter(t -> t < at).toList();
                assertThat(find.last(at, FindPropertiesTest::never, FindPropertiesTest::untold)
                                .stops())
                        .as(what)
                        .extracting(Stop::t)
                        .isEqualTo(earlier.isEmpty() ? List.of() : List.of(earlier.getLast()));
            }
        }
        assertThat(found).isGreaterThan(RUNS);
    }

    // --- last write ---

    /** What a step writes, if it writes that. */
    private static @Nullable JsonValue written(Step step, Writes.Of of, String reference) {
        boolean mine = step.at().reference().equals(reference);
        return switch (step) {
            case Step.Entered entered ->
                (of == Writes.Of.INPUT && mine)
                                || (of == Writes.Of.CONTEXT && step.at().parent() < 0)
                        ? entered.input()
                        : null;
            case Step.Completed completed -> of == Writes.Of.OUTPUT && mine ? completed.output() : null;
            case Step.Evaluated evaluated ->
                of == Writes.Of.CONTEXT
                                && List.of("export.as", "foreach.export.as").contains(evaluated.stage())
                        ? evaluated.result()
                        : null;
            default -> null;
        };
    }

    private static JsonValue at(JsonValue value, List<JsonValue> path) {
        JsonValue at = value;
        for (JsonValue key : path) {
            JsonValue next = switch (at) {
                case JsonObject object when key instanceof JsonString name -> object.get(name.value());
                case JsonArray array
                when key instanceof JsonNumber number && number.doubleValue() < array.size() ->
                    array.get((int) number.doubleValue());
                default -> null;
            };
            at = next == null ? JsonNull.NULL : next;
        }
        return at;
    }

    private static List<JsonValue> path(JsonValue value, Random random) {
        List<JsonValue> path = new ArrayList<>();
        JsonValue at = value;
        while (random.nextInt(3) != 0) {
            JsonValue key = switch (at) {
                case JsonObject object
                when !object.isEmpty() -> JsonString.of(object.keys().get(random.nextInt(object.size())));
                case JsonArray array when !array.isEmpty() -> JsonNumber.of(random.nextInt(array.size()));
                default -> null;
            };
            if (key == null) {
                return path;
            }
            path.add(key);
            at = at(at, List.of(key));
        }
        return path;
    }

    @Test
    @DisplayName("the last write of a path is the last step after which there was something else")
    void lastWrite() throws DivergedException {
        int written = 0;
        for (long seed = RunPropertiesTest.SEED; seed < RunPropertiesTest.SEED + RUNS; seed++) {
            Recorded run = RandomRun.of(seed);
            Random random = new Random(seed);
            Writes writes = new Writes(new History(new WholeRecording(run), RandomRun.machine()));
            for (int i = 0; i < 12; i++) {
                Writes.Of of = List.of(Writes.Of.CONTEXT, Writes.Of.INPUT, Writes.Of.OUTPUT)
                        .get(random.nextInt(3));
                Step some = run.steps().get(random.nextInt(run.steps().size()));
                String reference = some.at().reference();
                long before = 1L + random.nextInt(run.steps().size());
                JsonValue like = written(some, of, reference);
                List<JsonValue> path = path(like == null ? run.end().rawInput() : like, random);
                JsonValue value = JsonNull.NULL;
                long last = -1;
                for (Step step : run.steps().subList(0, (int) before)) {
                    JsonValue now = written(step, of, reference);
                    if (now != null) {
                        JsonValue part = at(now, path);
                        if (!part.equals(value) || !part.toString().equals(value.toString())) {
                            last = step.at().t();
                        }
                        value = part;
                    }
                }
                Writes.Write write = writes.last(of, reference, path, before, FindPropertiesTest::never);
                String what = of + " of " + reference + " at " + path + " before " + before + " in " + run;
                assertThat(write == null ? -1 : write.t()).as(what).isEqualTo(last);
                if (write != null) {
                    written++;
                    assertThat(write.after()).as(what).isEqualTo(value);
                }
            }
        }
        assertThat(written).isGreaterThan(RUNS);
    }
}
