package io.flowork.lsp.color;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.document.PositionEncoding;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.Examples;
import io.flowork.lsp.testing.MarkedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** The coloured parts of a text, those in the marked range if there is one: each with what it is. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ColorsTest {
    @TestFactory
    Stream<DynamicTest> parts() {
        return Cases.of("colors", ColorsTest::shown);
    }

    private static String shown(MarkedText text) {
        Snapshot snapshot = text.snapshot();
        Colors colors = text.ranges().isEmpty()
                ? Colors.of(snapshot)
                : Colors.of(snapshot, text.ranges().getFirst());
        StringBuilder shown = new StringBuilder();
        for (int part = 0; part < colors.size(); part++) {
            shown.append(snapshot.source().text(colors.range(part)))
                    .append(" : ")
                    .append(colors.type(part).name().toLowerCase(Locale.ROOT));
            for (TokenModifier modifier : TokenModifier.values()) {
                if ((colors.modifiers(part) & modifier.bit()) != 0) {
                    shown.append(' ').append(modifier.name().toLowerCase(Locale.ROOT));
                }
            }
            shown.append('\n');
        }
        return shown.isEmpty() ? "nothing" : shown.toString();
    }

    private static Snapshot snapshot(String text) {
        return new Snapshot("file:///a.flow.yaml", 1, SourceText.of("/a.flow.yaml", text), FunctionSignatures.NONE);
    }

    @Test
    void theyAreInOrderAndEachOnOneLine() {
        for (SourceText workflow : Examples.right()) {
            inOrder(workflow.text());
        }
    }

    private static void inOrder(String text) {
        Snapshot snapshot = snapshot(text);
        Colors colors = Colors.of(snapshot);
        int end = 0;
        for (int part = 0; part < colors.size(); part++) {
            Range range = colors.range(part);
            assertThat(range.start()).as("%s of%n%s", range, text).isGreaterThanOrEqualTo(end);
            assertThat(range.length()).as("%s of%n%s", range, text).isPositive();
            assertThat(snapshot.source().text(range)).as(text).doesNotContain("\n", "\r");
            end = range.end();
        }
        assertThat(end).isLessThanOrEqualTo(text.length());
    }

    @Test
    void inTheUnitsOfTheClientTheyAreWhereTheyWere() {
        for (SourceText workflow : Examples.right()) {
            SourceText astral = SourceText.of(workflow.name(), workflow.text().replace("name", "n😀mé"));
            Snapshot snapshot = snapshot(astral.text());
            Colors colors = Colors.of(snapshot);
            for (PositionEncoding encoding : PositionEncoding.values()) {
                int[] data = colors.data(encoding);
                int line = 0;
                int character = 0;
                for (int part = 0; part < colors.size(); part++) {
                    character = data[part * 5] == 0 ? character + data[part * 5 + 1] : data[part * 5 + 1];
                    line += data[part * 5];
                    int start = encoding.offset(snapshot.source(), line, character);
                    int end = encoding.offset(snapshot.source(), line, character + data[part * 5 + 2]);
                    assertThat(new Range(start, end)).isEqualTo(colors.range(part));
                }
            }
        }
    }

    @Test
    void anEditMakesTheOldOnesTheNewOnes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> pieces = List.of("", "a", "\n", "  ", "'", "\"", "${ .x }", "{", "}", ": ", "- ", "😀", "#", "|");
        for (SourceText workflow : Examples.right()) {
            String text = workflow.text();
            int[] before = Colors.of(snapshot(text)).data(PositionEncoding.UTF_16);
            for (int round = 0; round < 10; round++) {
                int from = random.nextInt(text.length() + 1);
                int to = Math.min(text.length(), from + random.nextInt(12));
                text = text.substring(0, from) + pieces.get(random.nextInt(pieces.size())) + text.substring(to);
                inOrder(text);
                int[] after = Colors.of(snapshot(text)).data(PositionEncoding.UTF_16);
                ColorDelta delta = ColorDelta.between(before, after);
                assertThat(applied(before, delta)).as("seed %d%n%s", seed, text).isEqualTo(after);
                before = after;
            }
        }
    }

    private static int[] applied(int[] before, ColorDelta delta) {
        int[] after = new int[before.length - delta.removed() + delta.data().length];
        System.arraycopy(before, 0, after, 0, delta.start());
        System.arraycopy(delta.data(), 0, after, delta.start(), delta.data().length);
        int tail = delta.start() + delta.removed();
        System.arraycopy(before, tail, after, delta.start() + delta.data().length, before.length - tail);
        return after;
    }

    @Test
    void withoutAChangeThereIsNoEdit() {
        int[] data = Colors.of(snapshot("document: {dsl: 1.0.3}\ndo: []\n")).data(PositionEncoding.UTF_16);
        assertThat(ColorDelta.between(data, data.clone()).isEmpty()).isTrue();
    }

    @Test
    void aRangeHasWhatAllHaveThere() {
        for (SourceText workflow : Examples.right()) {
            Snapshot snapshot = snapshot(workflow.text());
            int start = snapshot.source().offset(new Position(4, 1));
            int end = snapshot.source().offset(new Position(9, 1));
            Colors all = Colors.of(snapshot);
            Colors some = Colors.of(snapshot, new Range(start, end));
            List<Range> there = new ArrayList<>();
            for (int part = 0; part < all.size(); part++) {
                if (all.range(part).start() >= start && all.range(part).end() <= end) {
                    there.add(all.range(part));
                }
            }
            List<Range> found = new ArrayList<>();
            for (int part = 0; part < some.size(); part++) {
                found.add(some.range(part));
            }
            assertThat(found).as(workflow.name()).containsAll(there);
        }
    }
}
