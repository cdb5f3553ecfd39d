package io.flowork.core.jq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.flowork.core.jq.JqException.Kind;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonString;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Regular expressions run under the budget of the expression they are in. */
class RegexesTest {
    private static final JqLimits SMALL = new JqLimits(5_000_000, 32L << 20, 1_000, 1_000);

    @ParameterizedTest
    @CsvSource(delimiter = '¦', textBlock = """
            ("a" * 40) | test("(a|a)*b")                      ¦ STEPS
            ("a" * 40) | try test("(a|a)*b") catch true       ¦ STEPS
            ("ab" * 2000000) | test("(?:a|b)*c")              ¦ BYTES
            ("a" * 1000000) | [match("a"; "g")]               ¦ BYTES
            ("a" * 100000) | gsub("a"; "b" * 1000)            ¦ BYTES
            ("a" * 3000) | [match("a*?$"; "g")] | repeat(1) ¦ STEPS
            """)
    void whatTakesTooMuchIsStopped(String program, Kind kind) {
        CompiledFilter filter = Jq.compile(program);
        assertThatThrownBy(() -> filter.evaluateAll(JsonNull.NULL, Variables.NONE, new JqMachine(SMALL)))
                .asInstanceOf(type(JqException.class))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void aPatternThatIsKnownAlreadyCountsTheSame() {
        CompiledFilter filter = Jq.compile("test(\"never seen before by this process [a-z]+\")");
        JqMachine machine = new JqMachine(JqLimits.DEFAULT);
        filter.evaluate(JsonString.of("x"), Variables.NONE, machine);
        long steps = machine.stepsUsed();
        long bytes = machine.bytesUsed();
        filter.evaluate(JsonString.of("x"), Variables.NONE, machine);
        assertThat(machine.stepsUsed()).isEqualTo(steps);
        assertThat(machine.bytesUsed()).isEqualTo(bytes);
    }

    @Test
    void replacingInALongTextIsLinear() {
        JqMachine machine = new JqMachine(new JqLimits(20_000_000, 256L << 20, 1_000, 1_000));
        assertThat(Jq.run("(\"aé\" * 200000) | gsub(\"é\"; \"e\") | length", JsonNull.NULL, machine))
                .isEqualTo("400000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$secrets.key | test(\"a\")",
                "\"a\" | test($secrets.key)",
                "$secrets.key | [match(\"a\")]",
                "$secrets.key | sub(\"a\"; \"b\")",
                "\"a\" | sub(\"a\"; $secrets.key)",
                "$secrets.key | split(\",\"; null)",
                "$secrets.key | strptime(\"%Y\")"
            })
    void aSecretIsNotLookedInto(String program) {
        assertThatThrownBy(() -> Jq.one(program)).hasMessage(Types.SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(\"a\" * 60) | test(\"(a|a)*b\")",
                "(\"a\" * 60) | test(\"(a|a)*(?<=b)\")",
                "(\"ab\" * 1000000) | [match(\"(?:a|b)*?c|b$\"; \"g\")]"
            })
    void anInterruptStopsASearch(String program) throws InterruptedException {
        Interrupt interrupt = new Interrupt();
        JqMachine machine = new JqMachine(new JqLimits(Long.MAX_VALUE, Long.MAX_VALUE, 1_000, 1_000), interrupt);
        CompiledFilter filter = Jq.compile("$context | (" + program + ")");
        CountDownLatch started = new CountDownLatch(1);
        AtomicLong ended = new AtomicLong();
        JqException[] failure = new JqException[1];
        Thread runner = Thread.ofPlatform().start(() -> {
            try {
                filter.evaluate(
                        JsonNull.NULL,
                        index -> {
                            started.countDown();
                            return JsonNull.NULL;
                        },
                        machine);
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
}
