package io.flowork.lsp.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.text.SourceText;
import io.flowork.lsp.testing.Examples;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is found from a mark on is what is found from the start of the text. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadingMarksTest {
    private static final int CURSORS = 40;

    /** Marks as close as can be, set by other cursors in any order; also in texts that are broken somewhere. */
    @Test
    void marksChangeNothing() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        int found = 0;
        for (SourceText workflow : Examples.right()) {
            for (String text : List.of(workflow.text(), broken(workflow.text(), random))) {
                ReadingMarks shared = new ReadingMarks(1);
                for (int i = 0; i < CURSORS; i++) {
                    int cursor = random.nextInt(text.length() + 1);
                    Optional<WrittenValue> fresh = ValueFinder.at(text, cursor, new ReadingMarks(Integer.MAX_VALUE));
                    assertThat(ValueFinder.at(text, cursor, shared))
                            .as("-Dseed=%d, %s at %d%n%s", seed, workflow.name(), cursor, text)
                            .isEqualTo(fresh);
                    found += fresh.isPresent() ? 1 : 0;
                }
            }
        }
        assertThat(found).isGreaterThan(500);
    }

    /** Whether it is in the block depends on the cursor. */
    @Test
    void aLineWithoutTextBehindABlockIsReadWithIt() {
        String text = "do:\n  - one:\n      set: |\n        .a\n        \n  - two: {wait: PT1S}\n";
        int cursor = text.indexOf("  - two") - 1;
        ReadingMarks shared = new ReadingMarks(1);
        assertThat(ValueFinder.at(text, text.length() - 3, shared)).isPresent();
        assertThat(ValueFinder.at(text, cursor, shared))
                .isEqualTo(ValueFinder.at(text, cursor, new ReadingMarks(Integer.MAX_VALUE)))
                .isPresent();
    }

    private static String broken(String text, Random random) {
        StringBuilder broken = new StringBuilder(text);
        for (int i = 0; i < 5; i++) {
            int at = random.nextInt(broken.length());
            broken.insert(at, "{[\"'|>:-# \n&".charAt(random.nextInt(12)));
        }
        return broken.toString();
    }
}
