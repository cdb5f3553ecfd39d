package io.flowork.lsp.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.text.SourceText;
import io.flowork.lsp.document.TextChange.Place;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Positions as clients count them. */
class PositionEncodingTest {
    private static final List<String> PARTS =
            List.of("a", "ä", "€", "😀", "\n", "\r\n", "\r", "key: ", "  ", "\t", "e\u0301");

    @ParameterizedTest
    @EnumSource
    void everyPlaceComesBack(PositionEncoding encoding) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("PositionEncodingTest -Dseed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            SourceText source = SourceText.of("a", text(random));
            for (int at = 0; at <= source.text().length(); at++) {
                boolean within = at > 0
                        && at < source.text().length()
                        && (Character.isSurrogatePair(
                                        source.text().charAt(at - 1),
                                        source.text().charAt(at))
                                || source.text().startsWith("\r\n", at - 1));
                if (!within) {
                    int line = source.position(at).line() - 1;
                    assertThat(encoding.offset(source, line, encoding.character(source, at)))
                            .as("place %d of %s", at, source.text())
                            .isEqualTo(at);
                }
            }
        }
    }

    @Test
    void bytesAreCountedTheSameOnLongLines() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("PositionEncodingTest -Dseed=" + seed);
        Random random = new Random(seed);
        StringBuilder line = new StringBuilder();
        while (line.length() < 10_000) {
            line.append(List.of("a", "ä", "€", "😀", "\uD83D", "\uDE00").get(random.nextInt(6)));
        }
        SourceText source = SourceText.of("a", "first\n" + line + "\nlast");
        int bytes = 0;
        for (int at = 0; at < line.length(); ) {
            assertThat(PositionEncoding.UTF_8.character(source, 6 + at))
                    .as("place " + at)
                    .isEqualTo(bytes);
            int point = line.codePointAt(at);
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            at += Character.charCount(point);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            text.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return text.toString();
    }

    @Test
    void whatLiesBehindALineIsItsEnd() {
        SourceText source = SourceText.of("a", "ab\r\ncd");
        for (PositionEncoding encoding : PositionEncoding.values()) {
            assertThat(encoding.offset(source, 0, 99)).isEqualTo(2);
            assertThat(encoding.offset(source, 1, 99)).isEqualTo(6);
            assertThat(encoding.offset(source, 99, 0)).isEqualTo(6);
        }
    }

    @Test
    void utf8CountsBytes() {
        SourceText source = SourceText.of("a", "ä€😀b");
        assertThat(PositionEncoding.UTF_8.character(source, 4)).isEqualTo(9);
        assertThat(PositionEncoding.UTF_8.offset(source, 0, 9)).isEqualTo(4);
        assertThat(PositionEncoding.UTF_8.offset(source, 0, 3))
                .as("within a character")
                .isEqualTo(1);
        assertThat(PositionEncoding.UTF_16.offset(source, 0, 3))
                .as("within a pair")
                .isEqualTo(2);
    }

    @Test
    void theClientChooses() {
        assertThat(PositionEncoding.of(List.of("utf-32", "utf-8", "utf-16"))).isEqualTo(PositionEncoding.UTF_8);
        assertThat(PositionEncoding.of(List.of())).isEqualTo(PositionEncoding.UTF_16);
    }

    @Test
    void aChangeIsOfTheTextBeforeIt() {
        SourceText before = SourceText.of("a", "one\ntwo\n");
        SourceText after = new TextChange(new Place(0, 1, 1, 2), "X").applied(before, PositionEncoding.UTF_16);
        assertThat(after.text()).isEqualTo("oXo\n");
        assertThat(new TextChange(null, "all")
                        .applied(after, PositionEncoding.UTF_16)
                        .text())
                .isEqualTo("all");
    }
}
