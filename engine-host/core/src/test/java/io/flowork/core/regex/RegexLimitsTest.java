package io.flowork.core.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No pattern and no text can exhaust the host. */
class RegexLimitsTest {
    /** Counts, and stops at 10 million steps or 16 MiB. */
    private static final class Counter implements Work {
        long steps;
        long bytes;

        @Override
        public void steps(int count) {
            steps += count;
            if (steps > 10_000_000) {
                throw new IllegalStateException("steps");
            }
        }

        @Override
        public void bytes(long count) {
            bytes += count;
            if (bytes > 16 << 20) {
                throw new IllegalStateException("bytes");
            }
        }
    }

    private static String outcome(String pattern, String text, Counter counter) {
        try {
            Matcher matcher = Regex.compile(pattern, EnumSet.noneOf(Regex.Option.class))
                    .matcher(text.codePoints().toArray(), counter);
            return matcher.find(0) ? matcher.start(0) + "-" + matcher.end(0) : "none";
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', textBlock = """
            (a|a)*b                 ¦ a       ¦ 40      ¦ steps
            (a*)*b                  ¦ a       ¦ 40      ¦ steps
            (a+)+[bc]               ¦ a       ¦ 40      ¦ steps
            (\\w+\\s?)*!              ¦ ab      ¦ 30      ¦ steps
            (?:a?){30}a{30}         ¦ a       ¦ 29      ¦ steps
            (.*)(.*)(.*)(.*)x       ¦ a       ¦ 300     ¦ steps
            (a)\\1*(?:\\1|a)*b        ¦ a       ¦ 60      ¦ steps
            (?=(a+))*?b             ¦ a       ¦ 20      ¦ invalid
            (?:a|b)*c               ¦ ab      ¦ 5000000 ¦ bytes
            (?:(a)|b)*c             ¦ ab      ¦ 5000000 ¦ bytes
            (a(?:\\g<1>)?b|c)         ¦ a       ¦ 5000000 ¦ bytes
            """)
    void whatTakesTooLongIsStopped(String pattern, String part, int times, String expected) {
        Counter first = new Counter();
        if (expected.equals("invalid")) {
            assertThatExceptionOfType(RegexSyntaxException.class)
                    .isThrownBy(() -> outcome(pattern, part.repeat(times), first));
            return;
        }
        long begin = System.nanoTime();
        String outcome = outcome(pattern, part.repeat(times), first);
        System.out.printf("%s after %.0f ms: %s%n", outcome, (System.nanoTime() - begin) / 1e6, pattern);
        assertThat(outcome).isEqualTo(expected);
        Counter again = new Counter();
        outcome(pattern, part.repeat(times), again);
        assertThat(again.steps).isEqualTo(first.steps);
        assertThat(again.bytes).isEqualTo(first.bytes);
    }

    @Test
    void longTextsAreSearchedInLinearTime() {
        Counter counter = new Counter();
        assertThat(outcome("[a-z]+\\d", "ab ".repeat(1_000_000) + "x1", counter))
                .isEqualTo("3000000-3000002");
        assertThat(counter.steps).isLessThan(10_000_000);
        Counter greedy = new Counter();
        assertThat(outcome("^.*$", "a".repeat(3_000_000), greedy)).isEqualTo("0-3000000");
        assertThat(greedy.steps).isLessThan(500_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(", "(?:", "(?=", "a*+?", "[", "[^", "a|", "\\", "(?<n>", "{1}", "a{2}{3}", "\\p{", "(?(1)", "x?"
            })
    void whateverIsWrittenCompilesInAStackOf512KiB(String piece) throws InterruptedException {
        String[] outcome = {"none"};
        Thread small = new Thread(
                null,
                () -> {
                    try {
                        Regex.compile(piece.repeat(50_000) + ")".repeat(100), EnumSet.of(Regex.Option.IGNORE_CASE));
                        outcome[0] = "compiled";
                    } catch (RegexSyntaxException e) {
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
    void nestedRepetitionsAreNotWrittenOut() {
        String pattern = "(?:".repeat(200) + "a" + "){1,9}+".repeat(200);
        assertThat(Regex.compile(pattern, EnumSet.noneOf(Regex.Option.class)).weight())
                .isLessThan(100_000);
    }
}
