package io.flowork.lsp.describe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CronWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            * * * * *          | Every minute (UTC)
            */15 * * * *       | Every 15 minutes (UTC)
            0/15 * * * *       | Every 15 minutes (UTC)
            */7 * * * *        | Every 7th minute from 0 to 59 of every hour (UTC)
            0 * * * *          | Every hour, on the hour (UTC)
            30 * * * *         | At minute 30 of every hour (UTC)
            5,35 * * * *       | At the minutes 5 and 35 of every hour (UTC)
            0 */6 * * *        | Every 6 hours, on the hour (UTC)
            10 */6 * * *       | Every 6 hours, at minute 10 (UTC)
            0 9-17 * * *       | At minute 0 of the hours 9 to 17 (UTC)
            */10 9-17 * * 1-5  | Every 10 minutes of the hours 9 to 17 on Monday to Friday (UTC)
            * 9 * * *          | Every minute of the hour 9 (UTC)
            0 0 * * *          | At 00:00 every day (UTC)
            0,30 9,17 * * *    | At 09:00, 09:30, 17:00 and 17:30 every day (UTC)
            0 9 * * 1-5        | At 09:00 on Monday to Friday (UTC)
            0 9 * * MON,wed    | At 09:00 on Monday and Wednesday (UTC)
            0 9 * * 7          | At 09:00 on Sunday (UTC)
            0 0 1 * *          | At 00:00 on day 1 of the month (UTC)
            0 0 1,15 * *       | At 00:00 on the days 1 and 15 of the month (UTC)
            0 0 1 1 *          | At 00:00 on day 1 of the month in January (UTC)
            0 0 * jan-mar ?    | At 00:00 every day in January to March (UTC)
            0 0 13 * 5         | At 00:00 on day 13 of the month, and on Friday (UTC)
            0 0 */2 * 1        | At 00:00 on every second day from 1 to 31 of the month if that is on Monday (UTC)
            """)
    void inWords(String cron, String words) {
        assertThat(CronWords.of(cron)).contains(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 9 * *
            60 * * * *
            5-1 * * * *
            */0 * * * *
            x * * * *
            1,,2 * * * *
            0 0 0 * *
            0 0 * 13 *
            0 0 * * 8
            '    '
            """)
    void whatIsNone(String cron) {
        assertThat(CronWords.of(cron)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PT5S      | 5 seconds
            PT1M      | 1 minute
            PT1.50S   | 1.5 seconds
            P1DT2H3M  | 1 day, 2 hours and 3 minutes
            P2W       | 2 weeks
            P1Y       | 1 year; a month counts as 30 days, a year as 365
            PT0S      | 0 seconds
            """)
    void durations(String iso, String words) {
        assertThat(DurationWords.of(iso)).contains(words);
    }

    @Test
    void anyTextHasWordsOrNone() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> pieces =
                List.of("*", "/", "-", ",", "0", "7", "31", "59", "mon", "JAN", "?", "P", "T", "H", "S", ".");
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                text.append(pieces.get(random.nextInt(pieces.size()))).append(i % 2 == 1 && i < 9 ? " " : "");
            }
            Optional<String> words = CronWords.of(text.toString());
            assertThat(words.orElse("words")).as("seed %d: %s", seed, text).isNotBlank();
            assertThat(DurationWords.of("P" + text.toString().replace(" ", "")).orElse("words"))
                    .as("seed %d: %s", seed, text)
                    .isNotBlank();
        }
    }
}
