package io.flowork.core.jq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.core.jq.Trace.Budget;
import io.flowork.core.jq.TraceEvent.Kind;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.ParsedFilter;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** {@code -Dfuzz.cases} and {@code -Dfuzz.seed} change how many random programs are traced, and which. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class TraceTest {
    private static final int CASES = Integer.getInteger("fuzz.cases", 3_000);
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
    private static final JqLimits LIMITS = new JqLimits(200_000, 4 << 20, 2_000, 10_000);
    private static final List<String> NAMES = List.of("g", "h");
    private static final Variables GLOBALS =
            Variables.of(List.of(JsonReader.parse("[1,2]"), JsonReader.parse("{\"a\":3}")));

    private static Trace trace(String program, String input) {
        return new Trace(compile(program), JsonReader.parse(input), GLOBALS, Budget.of(LIMITS), new Interrupt());
    }

    private static CompiledFilter compile(String program) {
        ParsedFilter parsed = JqParser.parse(program);
        assertThat(parsed.problems()).as(program).isEmpty();
        return CompiledFilter.compile(parsed.filter(), NAMES);
    }

    /** The events as lines: how deep, what happened, the part, and the value. */
    private static List<String> story(String program, String input) {
        Trace trace = trace(program, input);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < trace.size(); i++) {
            lines.add(line(program, trace.event(i)));
        }
        return lines;
    }

    private static String line(String program, TraceEvent event) {
        String part = program.substring(event.range().start(), event.range().end());
        String sign = switch (event.kind()) {
            case ENTERED -> part + " <- " + event.input();
            case OUTPUT -> part + " -> " + event.value();
            case RESUMED -> "back to " + part;
            case RAISED -> part + " raises " + event.value();
            case CAUGHT -> part + " catches " + event.value();
        };
        StringBuilder bound = new StringBuilder();
        event.bindings()
                .forEach(binding ->
                        bound.append(" $").append(binding.name()).append('=').append(binding.value()));
        return "  ".repeat(event.depth()) + sign + (bound.isEmpty() ? "" : " with" + bound);
    }

    // --- what is seen ---

    @Test
    void showsTheStagesOfAPipeAndHowItGoesBackForMore() {
        assertThat(story(".[] | select(.ok) | .n + 1", "[{\"ok\":false,\"n\":1},{\"ok\":true,\"n\":5}]"))
                .containsExactly(
                        ".[] | select(.ok) | .n + 1 <- [{\"ok\":false,\"n\":1},{\"ok\":true,\"n\":5}]",
                        "  .[] <- [{\"ok\":false,\"n\":1},{\"ok\":true,\"n\":5}]",
                        "  .[] -> {\"ok\":false,\"n\":1}",
                        "  select(.ok) <- {\"ok\":false,\"n\":1}",
                        "    .ok <- {\"ok\":false,\"n\":1}",
                        "    .ok -> false",
                        "  back to .[]",
                        "  .[] -> {\"ok\":true,\"n\":5}",
                        "  select(.ok) <- {\"ok\":true,\"n\":5}",
                        "    .ok <- {\"ok\":true,\"n\":5}",
                        "    .ok -> true",
                        "  select(.ok) -> {\"ok\":true,\"n\":5}",
                        "  .n + 1 <- {\"ok\":true,\"n\":5}",
                        "    .n <- {\"ok\":true,\"n\":5}",
                        "    .n -> 5",
                        "  .n + 1 -> 6",
                        ".[] | select(.ok) | .n + 1 -> 6");
    }

    @Test
    void showsTheTurnsOfALoopWithItsVariables() {
        assertThat(story("reduce .[] as $x (0; . + $x)", "[3,4]"))
                .containsExactly(
                        "reduce .[] as $x (0; . + $x) <- [3,4]",
                        "  .[] <- [3,4]",
                        "  .[] -> 3",
                        "  . + $x <- 0 with $x=3",
                        "  . + $x -> 3 with $x=3",
                        "  back to .[]",
                        "  .[] -> 4",
                        "  . + $x <- 3 with $x=4",
                        "  . + $x -> 7 with $x=4",
                        "reduce .[] as $x (0; . + $x) -> 7");
    }

    @Test
    void showsFunctionsAndWhereTheirArgumentsAreEvaluated() {
        assertThat(story("def twice(f): f | f; 1 | twice(. * 3) | -.", "null"))
                .containsExactly(
                        "def twice(f): f | f; 1 | twice(. * 3) | -. <- null",
                        "  twice(. * 3) <- 1",
                        "    f | f <- 1",
                        "      f <- 1",
                        "        . * 3 <- 1",
                        "        . * 3 -> 3",
                        "      f -> 3",
                        "      f <- 3",
                        "        . * 3 <- 3",
                        "        . * 3 -> 9",
                        "  twice(. * 3) -> 9",
                        "  -. <- 9",
                        "  -. -> -9",
                        "def twice(f): f | f; 1 | twice(. * 3) | -. -> -9");
    }

    @Test
    void showsWhatBuiltinsWrittenInJqCallAsInsideThem() {
        assertThat(story("[first(recurse(.a?; . != null))]", "{\"a\":null}"))
                .containsExactly(
                        "[first(recurse(.a?; . != null))] <- {\"a\":null}",
                        "  first(recurse(.a?; . != null)) <- {\"a\":null}",
                        "    recurse(.a?; . != null) <- {\"a\":null}",
                        "    recurse(.a?; . != null) -> {\"a\":null}",
                        "  first(recurse(.a?; . != null)) -> {\"a\":null}",
                        "[first(recurse(.a?; . != null))] -> [{\"a\":null}]");
        assertThat(story("recurse(.a; . != null)", "{\"a\":{\"a\":null}}"))
                .endsWith(
                        "recurse(.a; . != null) <- {\"a\":{\"a\":null}}",
                        "back to recurse(.a; . != null)",
                        "  .a <- {\"a\":{\"a\":null}}",
                        "  .a -> {\"a\":null}",
                        "  . != null <- {\"a\":null}",
                        "  . != null -> true",
                        "back to recurse(.a; . != null)",
                        "  .a <- {\"a\":null}",
                        "  .a -> null",
                        "  . != null <- null",
                        "  . != null -> false");
    }

    @Test
    void showsErrorsWhereTheyAreRaisedAndCaught() {
        assertThat(story("try (.a | .b) catch length", "{\"a\":1}"))
                .containsExactly(
                        "try (.a | .b) catch length <- {\"a\":1}",
                        "  .a <- {\"a\":1}",
                        "  .a -> 1",
                        "  .b <- 1",
                        "  .b raises \"Cannot index number with string (\\\"b\\\")\"",
                        "try (.a | .b) catch length catches \"Cannot index number with string (\\\"b\\\")\"",
                        "  length <- \"Cannot index number with string (\\\"b\\\")\"",
                        "  length -> 37",
                        "try (.a | .b) catch length -> 37");
        Trace failed = trace(".a, .a.b", "{\"a\":1}");
        assertThat(failed.event(failed.size() - 1).kind()).isEqualTo(Kind.RAISED);
        assertThat(failed.end().error()).hasMessage("Cannot index number with string (\"b\")");
    }

    @Test
    void movesBothWays() {
        String program = "[.[] | (. + 1) * 2]";
        Trace trace = trace(program, "[1,2]");
        int one = 0;
        while (!line(program, trace.event(one)).equals("  (. + 1) * 2 <- 1")) {
            one++;
        }
        assertThat(line(program, trace.event(trace.next(one)))).isEqualTo("  (. + 1) * 2 -> 4");
        assertThat(line(program, trace.event(trace.into(one)))).isEqualTo("    . + 1 <- 1");
        assertThat(line(program, trace.event(trace.out(one)))).isEqualTo(program + " -> [4,6]");
        assertThat(trace.back(trace.next(one))).isEqualTo(one);
        assertThat(trace.backInto(trace.into(one))).isEqualTo(one);
        assertThat(trace.backOut(one)).isZero();
        assertThat(trace.back(0)).isEqualTo(-1);
        assertThat(trace.next(trace.size() - 1)).isEqualTo(-1);
        assertThat(trace.into(trace.size() - 1)).isEqualTo(-1);
    }

    // --- it changes nothing ---

    private record Seen(List<JsonValue> outputs, String end, long steps, long bytes) {}

    private static Seen plain(CompiledFilter filter, JsonValue input, JqLimits limits) {
        JqMachine machine = new JqMachine(limits);
        try {
            JsonValue value = filter.evaluate(input, GLOBALS, machine);
            return new Seen(List.of(value), "", machine.stepsUsed(), machine.bytesUsed());
        } catch (JqException e) {
            return new Seen(List.of(e.value()), e.kind() + " " + e.range(), machine.stepsUsed(), machine.bytesUsed());
        }
    }

    private static Seen traced(CompiledFilter filter, JsonValue input, JqLimits limits, int most) {
        Trace trace = new Trace(filter, input, GLOBALS, Budget.of(limits), new Interrupt(), most);
        Trace.End end = trace.end();
        if (trace.isCutOff()) {
            return new Seen(List.of(), "cut off", 0, 0);
        }
        long steps = trace.stepsUsed();
        long bytes = trace.bytesUsed();
        checkNesting(trace);
        JqException error = end.error();
        JsonValue value = end.value();
        return error == null
                ? new Seen(value == null ? List.of() : List.of(value), "", steps, bytes)
                : new Seen(List.of(error.value()), error.kind() + " " + error.range(), steps, bytes);
    }

    /** What happens after an event is in the part that it left off in, unless evaluation went back. */
    private static void checkNesting(Trace trace) {
        Map<Long, TraceEvent> entered = new HashMap<>();
        for (int i = 0; i < Math.min(trace.size(), 2_000); i++) {
            TraceEvent event = trace.event(i);
            assertThat(event.number()).isEqualTo(i);
            assertThat(event.depth()).isEqualTo(trace.depth(i));
            if (event.kind() == Kind.ENTERED) {
                assertThat(event.entered()).isEqualTo(i);
                TraceEvent before = i == 0 ? null : trace.event(i - 1);
                int most = before == null ? 0 : before.depth() + (before.kind() == Kind.OUTPUT ? 0 : 1);
                assertThat(event.depth()).isLessThanOrEqualTo(most);
                entered.put(event.number(), event);
            } else {
                TraceEvent start = entered.get(event.entered());
                assertThat(start).as("%s", event).isNotNull();
                assertThat(start.depth()).isEqualTo(event.depth());
                if (event.kind() != Kind.RAISED) {
                    assertThat(start.range()).isEqualTo(event.range());
                }
            }
        }
    }

    private static void checkSame(String program, CompiledFilter filter, JsonValue input, JqLimits limits) {
        Seen plain = plain(filter, input, limits);
        Seen traced = traced(filter, input, limits, 100_000);
        if (!traced.end().equals("cut off")) {
            assertThat(traced).as("%s for %s", program, input).isEqualTo(plain);
        }
    }

    @Test
    void comesOutAsItDoesOtherwiseForRandomPrograms() {
        System.out.println("fuzz.seed=" + SEED);
        for (int i = 0; i < CASES; i++) {
            RandomPrograms random = new RandomPrograms(SEED + i);
            String program = random.program(4);
            JsonValue input = random.value(3);
            CompiledFilter filter;
            try {
                filter = CompiledFilter.compile(JqParser.parse(program).filter(), NAMES);
            } catch (JqCompileException e) {
                continue;
            }
            checkSame("seed " + (SEED + i) + ": " + program, filter, input, LIMITS);
            long used = plain(filter, input, LIMITS).steps();
            JqLimits tight = new JqLimits(
                    1 + random.below((int) Math.max(1, used)), 1 + random.below(2_000), 1 + random.below(6), 64);
            checkSame("seed " + (SEED + i) + ", " + tight + ": " + program, filter, input, tight);
        }
    }

    @Test
    void comesOutAsItDoesOtherwiseForOurCases() throws IOException {
        int traced = 0;
        try (Stream<Path> files = Files.list(JqDocument.root().resolve("testdata/jq"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".cases")).toList()) {
                for (JqSuite.Own one : JqSuite.own(file)) {
                    traced += traced(one) ? 1 : 0;
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException(e);
        }
        assertThat(traced).isGreaterThan(300);
    }

    private static boolean traced(JqSuite.Own one) {
        CompiledFilter filter;
        JsonValue input;
        try {
            filter = CompiledFilter.compile(JqParser.parse(one.program()).filter(), NAMES);
            input = JsonReader.parse(one.input());
        } catch (JqCompileException | JsonSyntaxException e) {
            return false;
        }
        checkSame(one.program(), filter, input, LIMITS);
        return true;
    }

    @Test
    void callsInThePlaceOfOthersNestOnlySoFar() {
        String program = "def down: if . == 0 then \"done\" else . - 1 | down end; 50000 | down";
        CompiledFilter filter = compile(program);
        JqLimits limits = new JqLimits(10_000_000, 64 << 20, 100, 1_000);
        Trace trace =
                new Trace(filter, JsonReader.parse("null"), GLOBALS, Budget.of(limits), new Interrupt(), 1_000_000);
        assertThat(trace.end().value()).hasToString("\"done\"");
        int deepest = 0;
        for (int i = 0; i < trace.size(); i++) {
            deepest = Math.max(deepest, trace.depth(i));
        }
        assertThat(deepest).isBetween(500, 1_500);
    }

    // --- bounds ---

    @Test
    void aTraceOfMillionsOfEventsIsPaged() {
        String program = "reduce range(200000) as $i (0; . + $i)";
        CompiledFilter filter = compile(program);
        JqLimits limits = JqLimits.DEFAULT;
        Trace trace =
                new Trace(filter, JsonReader.parse("null"), GLOBALS, Budget.of(limits), new Interrupt(), 5_000_000);
        assertThat(trace.end().value()).hasToString("19999900000");
        Random random = new Random(SEED);
        Deque<TraceEvent> some = new ArrayDeque<>();
        for (int i = 0; i < 20; i++) {
            some.add(trace.event(random.nextInt(trace.size())));
        }
        for (TraceEvent event : some) {
            assertThat(trace.event((int) event.number())).isEqualTo(event);
        }
        Trace cut = new Trace(filter, JsonReader.parse("null"), GLOBALS, Budget.of(limits), new Interrupt(), 1_000);
        assertThat(cut.size()).isEqualTo(1_000);
        assertThat(cut.isCutOff()).isTrue();
        assertThat(cut.event(999)).isEqualTo(trace.event(999));
        assertThat(cut.end()).isEqualTo(new Trace.End(null, null));
    }

    @Test
    void isInterruptedSoon() throws InterruptedException {
        Interrupt interrupt = new Interrupt();
        Trace trace = new Trace(
                compile("def f: . + 1 | f; 0 | f"),
                JsonArray.EMPTY,
                GLOBALS,
                Budget.of(new JqLimits(Long.MAX_VALUE / 4, 64 << 20, 100, 100)),
                interrupt,
                Integer.MAX_VALUE - 8);
        @Nullable Throwable[] thrown = new Throwable[1];
        long[] ended = new long[1];
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                int size = trace.size();
                thrown[0] = new AssertionError("ended with " + size);
            } catch (JqException e) {
                ended[0] = System.nanoTime();
                thrown[0] = e;
            }
        });
        while (interrupt.evaluation() == 0 && thread.isAlive() && thread.getState() == Thread.State.NEW) {
            Thread.onSpinWait();
        }
        long raised = System.nanoTime();
        interrupt.raise();
        thread.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(thrown[0]).isInstanceOf(JqException.class).hasMessage("The expression was interrupted");
        System.out.println("interrupted after " + (ended[0] - raised) / 1_000 + " us");
        assertThatThrownBy(() -> trace.event(0)).isInstanceOf(JqException.class);
        interrupt.clear();
    }
}
