package io.flowork.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void theMedianOfTheRoundsIsWhatIsLimited() {
        Limits limits = new Limits();
        for (double value : new double[] {1.5, 30, 9}) {
            limits.add("a step, ms", 10.0, value, 900.0);
            limits.add("a seek, ms", 8.0, value, null);
            limits.add("a start, ms", value);
        }
        assertThat(limits.missed()).isEqualTo(1);
        assertThat(limits.table()).isEqualTo("""
                             limit  least  median  most  × naive
                a step, ms      10   1.50       9    30      100
                a seek, ms       8   1.50       9    30           missed
                a start, ms          1.50       9    30
                """);
    }

    @Test
    void whatIsNoNumberIsMissed() {
        Limits limits = new Limits();
        limits.add("memory", 400.0, Double.NaN, null);
        assertThat(limits.missed()).isEqualTo(1);
    }

    @Test
    void aHundredthMayBeSlower() {
        double[] values =
                IntStream.rangeClosed(1, 200).mapToDouble(i -> 201 - i).toArray();
        assertThat(DebugSpeed.p99(values)).isEqualTo(198);
        assertThat(DebugSpeed.p99(new double[] {7})).isEqualTo(7);
        assertThat(DebugSpeed.median(values)).isEqualTo(100.5);
    }
}
