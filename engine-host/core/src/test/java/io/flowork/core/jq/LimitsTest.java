package io.flowork.core.jq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.flowork.core.jq.JqException.Kind;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
    private static final JqLimits SMALL = new JqLimits(20_000_000, 64L << 20, 100_000, 1_000_000);

    private static JqException failure(String program) {
        JqMachine machine = new JqMachine(SMALL);
        CompiledFilter filter = Jq.compile(program);
        JqException[] found = new JqException[1];
        assertThatThrownBy(() -> filter.evaluate(JsonNull.NULL, Variables.NONE, machine))
                .asInstanceOf(type(JqException.class))
                .satisfies(e -> found[0] = e);
        return found[0];
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', textBlock = """
            def f: f; f                                        ¦ STEPS
            last(repeat(1))                                    ¦ STEPS
            reduce range(1e9) as $x (0; . + 1)                 ¦ STEPS
            last(range(1e18))                                  ¦ STEPS
            [repeat("a" * 1000)]                               ¦ BYTES
            [range(1e9)]                                       ¦ BYTES
            "a" * 2000000000                                   ¦ BYTES
            "a" * 100000000                                    ¦ BYTES
            [1] | .[500000000] = 1                           ¦ BYTES
            reduce range(60) as $i ([0]; [., .])               ¦ BYTES
            reduce range(60) as $i ([0]; . + .)                ¦ BYTES
            reduce range(60) as $i ("abc"; . + .)              ¦ BYTES
            reduce range(60) as $i ({}; {a: ., b: .})          ¦ BYTES
            reduce range(60) as $i ({}; .a = . | .b = .)     ¦ BYTES
            reduce range(60) as $i ("x"; "\\(.)\\(.)")         ¦ BYTES
            reduce range(60) as $i ("x"; [., .] | join(""))  ¦ BYTES
            reduce range(60) as $i ("x"; tojson + .)           ¦ BYTES
            reduce range(60) as $i (["x"]; [.[], .[]])         ¦ BYTES
            reduce range(100000) as $i (0; [.])                ¦ DEPTH
            def f: 1 + f; f                                    ¦ DEPTH
            def f(g): f(g | g); f(.)                         ¦ BYTES
            def f: (., 1) | f; f                             ¦ DEPTH
            def f: try f; f                                    ¦ DEPTH
            [limit(20000; repeat(0))] | .[.[:10000] + [1]]     ¦ STEPS
            """)
    void aProgramThatDoesNotEndIsStopped(String program, Kind kind) {
        assertThat(failure(program).kind()).isEqualTo(kind);
    }

    @Test
    void tryDoesNotCatchWhatStopsAProgram() {
        assertThat(failure("try (def f: f; f) catch 1").kind()).isEqualTo(Kind.STEPS);
    }

    @Test
    void tailCallsNeedNoMemory() {
        JqMachine machine = new JqMachine(new JqLimits(20_000_000, 64L << 20, 10, 10));
        assertThat(Jq.run("def f: if . >= 1000000 then . else . + 1 | f end; 0 | f", JsonNull.NULL, machine))
                .isEqualTo("1000000");
        assertThat(Jq.run("0 | until(. >= 100000; . + 1)", JsonNull.NULL, machine))
                .isEqualTo("100000");
        assertThat(Jq.run("last(limit(100000; repeat(1)))", JsonNull.NULL, machine))
                .isEqualTo("1");
        assertThat(Jq.run("reduce range(100000) as $i ({}; .a[0].b += $i) | .a[0].b", JsonNull.NULL, machine))
                .isEqualTo("4999950000");
    }

    @Test
    void recursionOfAMillionCallsUsesNoHostStack() {
        JqMachine machine = new JqMachine(new JqLimits(100_000_000, 1L << 30, 2_000_000, 2_000_000));
        assertThat(Jq.run("def f: if . == 0 then 0 else 1 + (. - 1 | f) end; 1000000 | f", JsonNull.NULL, machine))
                .isEqualTo("1000000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1+", ".a", "1,", "1|", ".[0]", "1//", "1 as $x|", "-", "[", "(1+", "{a:", "def f: 1; ", "try "})
    void whateverParsesCompilesInAStackOf512KiB(String piece) throws InterruptedException {
        String[] outcome = {"none"};
        Thread small = new Thread(
                null,
                () -> {
                    try {
                        CompiledFilter.compile(
                                JqParser.parse(piece.repeat(100_000)).filter(), List.of());
                        outcome[0] = "compiled";
                    } catch (JqCompileException e) {
                        outcome[0] = "refused";
                    }
                },
                "small",
                512 << 10);
        small.start();
        small.join();
        assertThat(outcome[0]).isIn("compiled", "refused");
    }

    @Test
    void theSameProgramCountsTheSameStepsAndBytesEachTime() {
        CompiledFilter filter = Jq.compile("[range(100) | {a: ., b: \"x\\(.)\"}] | group_by(.a % 7) | map(length)");
        JqMachine first = new JqMachine(JqLimits.DEFAULT);
        JqMachine second = new JqMachine(JqLimits.DEFAULT);
        filter.evaluate(JsonNull.NULL, Variables.NONE, first);
        for (int i = 0; i < 50; i++) {
            filter.evaluate(JsonNull.NULL, Variables.NONE, second);
        }
        assertThat(second.stepsUsed()).isEqualTo(first.stepsUsed()).isPositive();
        assertThat(second.bytesUsed()).isEqualTo(first.bytesUsed()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "def f: f; f",
                "reduce repeat(1) as $x (0; . + 1)",
                "[range(2000000)] | repeat(sort_by(-.)) | empty",
                "[range(1000000)] as $a | repeat($a == ($a | map(.))) | empty",
                "(\"ab\" * 1000000) as $s | repeat($s | explode) | empty",
                "([range(500000)] | tojson) as $s | repeat($s | fromjson) | empty",
                "[range(100000)] as $a | $a - ($a | map(. + 1000000))",
            })
    void anInterruptStopsAnyProgram(String program) throws InterruptedException {
        Interrupt interrupt = new Interrupt();
        JqMachine machine =
                new JqMachine(new JqLimits(Long.MAX_VALUE, Long.MAX_VALUE, 1_000_000, 1_000_000), interrupt);
        CompiledFilter filter = Jq.compile("$context | (" + program + ")");
        CountDownLatch started = new CountDownLatch(1);
        AtomicLong ended = new AtomicLong();
        JqException[] failure = new JqException[1];
        Thread runner = Thread.ofPlatform().start(() -> {
            try {
                filter.evaluate(JsonNull.NULL, index -> started(started), machine);
            } catch (JqException e) {
                failure[0] = e;
            }
            ended.set(System.nanoTime());
        });
        started.await();
        long raised = System.nanoTime();
        interrupt.raise();
        runner.join();
        assertThat(failure[0].kind()).isEqualTo(Kind.INTERRUPTED);
        System.out.printf("stopped after %.1f ms: %s%n", (ended.get() - raised) / 1e6, program);
    }

    private static JsonValue started(CountDownLatch latch) {
        latch.countDown();
        return JsonNull.NULL;
    }
}
