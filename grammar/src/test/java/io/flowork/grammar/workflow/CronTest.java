package io.flowork.grammar.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            * * * * *            | 2026-03-01T10:00:00Z     | 2026-03-01T10:01:00Z
            * * * * *            | 2026-03-01T10:00:59.999Z | 2026-03-01T10:01:00Z
            0 3 * * *            | 2026-03-01T03:00:00Z     | 2026-03-02T03:00:00Z
            0 3 * * *            | 2026-03-01T02:59:59.999Z | 2026-03-01T03:00:00Z
            */15 9-17 * * mon-fri| 2026-03-06T17:45:00Z     | 2026-03-09T09:00:00Z
            5/20 * * * ?         | 2026-03-01T10:05:00Z     | 2026-03-01T10:25:00Z
            0 0 29 2 *           | 2096-02-29T00:00:00Z     | 2104-02-29T00:00:00Z
            0 0 13 * fri         | 2026-03-01T00:00:00Z     | 2026-03-06T00:00:00Z
            0 0 13 * fri         | 2026-03-12T12:00:00Z     | 2026-03-13T00:00:00Z
            0 0 */2 * 1          | 2026-03-01T00:00:00Z     | 2026-03-09T00:00:00Z
            0 12 * jan,JUL 7     | 2026-01-31T00:00:00Z     | 2026-07-05T12:00:00Z
            59 23 31 12 *        | 2026-12-31T23:59:00Z     | 2027-12-31T23:59:00Z
            30 2 * * *           | 2026-03-29T00:00:00Z     | 2026-03-29T02:30:00Z
            """)
    void theNextTimeIsTheFirstThatMatches(String cron, Instant after, Instant next) {
        assertThat(Cron.of(cron).next(after.toEpochMilli()).stream()
                        .mapToObj(Instant::ofEpochMilli)
                        .toList())
                .containsExactly(next);
    }

    @Test
    void aDayThatNeverComesHasNoNextTime() {
        assertThat(Cron.of("0 0 30 2 *").next(0)).isEmpty();
        assertThat(Cron.of("0 0 30 2 *").neverMatches()).isTrue();
    }

    /** By counting minutes one by one, in a leap year and before 1970. */
    @Test
    void nothingThatMatchesIsLeftOut() {
        for (String start : List.of("2024-02-27T00:00:00Z", "1969-12-30T00:00:00Z")) {
            long from = Instant.parse(start).toEpochMilli();
            List<Instant> found = new ArrayList<>();
            Cron cron = Cron.of("7,31 5-6,22 * * *");
            for (long at = cron.next(from).orElseThrow();
                    at < from + 4 * 86_400_000L;
                    at = cron.next(at).orElseThrow()) {
                found.add(Instant.ofEpochMilli(at));
            }
            List<Instant> expected = new ArrayList<>();
            for (long at = from + 60_000; at < from + 4 * 86_400_000L; at += 60_000) {
                String text = Instant.ofEpochMilli(at).toString();
                if (text.matches(".*T(05|06|22):(07|31):00Z")) {
                    expected.add(Instant.ofEpochMilli(at));
                }
            }
            assertThat(found).isEqualTo(expected).hasSize(24);
        }
    }
}
