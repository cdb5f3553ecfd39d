package io.flowork.lsp.format;

import io.flowork.grammar.SafeFixes;
import io.flowork.grammar.text.SourceText;
import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedText;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Texts after a line break or a dash was typed before the cursor, and what becomes of the cursor's line. */
class NextLineTest {
    @TestFactory
    Stream<DynamicTest> typed() {
        return Cases.of("on-type", NextLineTest::shown);
    }

    private static String shown(MarkedText text) {
        SourceText source = text.snapshot().source();
        boolean dash = text.cursor() > 0 && text.text().charAt(text.cursor() - 1) == '-';
        String after =
                SafeFixes.edited(text.text(), NextLine.after(source, text.cursor(), dash ? "-" : "\n", Style.STANDARD));
        int line = source.position(text.cursor()).line();
        return "|" + SourceText.of("", after).line(line) + "|";
    }
}
