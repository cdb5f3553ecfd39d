package io.flowork.lsp.testing;

import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.document.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * A workflow with places that a test is about: <code>▮</code> is where the cursor stands, <code>⟦</code> and <code>⟧</code>
 * enclose ranges. The marks are not part of the text.
 *
 * @param text the text without marks
 * @param cursor the cursor's offset; -1 without one
 * @param ranges the marked ranges, in the order of their ends
 */
public record MarkedText(String text, int cursor, List<Range> ranges) {
    private static final char CURSOR = '▮';
    private static final char OPEN = '⟦';
    private static final char CLOSE = '⟧';

    /** Copies the list. */
    public MarkedText {
        ranges = List.copyOf(ranges);
    }

    /** Takes the marks out of a text. */
    public static MarkedText of(String marked) {
        StringBuilder text = new StringBuilder();
        List<Range> ranges = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        int cursor = -1;
        for (int i = 0; i < marked.length(); i++) {
            switch (marked.charAt(i)) {
                case CURSOR -> cursor = text.length();
                case OPEN -> open.add(text.length());
                case CLOSE -> ranges.add(new Range(open.removeLast(), text.length()));
                default -> text.append(marked.charAt(i));
            }
        }
        return new MarkedText(text.toString(), cursor, ranges);
    }

    /** The text as an editor has it open, with the runs that its comments tell of: {@link RecordedText}. */
    public Snapshot snapshot() {
        return new Snapshot(
                "file:///test.flow.yaml",
                1,
                SourceText.of("/test.flow.yaml", text),
                FunctionSignatures.NONE,
                RecordedText.of(text));
    }

    /** A text with marks around ranges that do not overlap. */
    public static String mark(String text, List<Range> ranges) {
        StringBuilder marked = new StringBuilder(text);
        ranges.stream()
                .sorted((one, other) -> Integer.compare(other.start(), one.start()))
                .forEach(range -> marked.insert(range.end(), CLOSE).insert(range.start(), OPEN));
        return marked.toString();
    }
}
