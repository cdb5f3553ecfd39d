package io.flowork.lsp.refactor;

import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.SequenceNode;
import org.jspecify.annotations.Nullable;

/** Lines of a text in block style, and what moves with them. */
final class Layouts {
    private final SourceText source;
    private final String text;

    Layouts(SourceText source) {
        this.source = source;
        this.text = source.text();
    }

    /** The line break of the text's first line. */
    String newLine() {
        int end = text.indexOf('\n');
        return end > 0 && text.charAt(end - 1) == '\r' ? "\r\n" : "\n";
    }

    int line(int offset) {
        return source.position(offset).line();
    }

    int column(int offset) {
        return source.position(offset).column() - 1;
    }

    int start(int line) {
        return source.offset(new Position(line, 1));
    }

    /** Where a line ends, before its line break. */
    int end(int line) {
        return start(line) + source.line(line).length();
    }

    /** Where the next line starts, or the text ends. */
    int next(int line) {
        return line < source.lines() ? start(line + 1) : text.length();
    }

    /** Whether a list or object is written with brackets. */
    boolean isInBrackets(Node node) {
        char first = text.charAt(Math.min(node.range().start(), text.length() - 1));
        return first == '{' || first == '[';
    }

    /** Whether an offset is the first of its line that is no blank. */
    boolean isFirst(int offset) {
        return text.substring(start(line(offset)), offset).isBlank();
    }

    /** Where the dash of an item in block style stands; -1 if it does not begin its line. */
    int dash(Node item) {
        int at = item.range().start() - 1;
        while (at >= 0 && (text.charAt(at) == ' ' || text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
            at--;
        }
        return at >= 0 && text.charAt(at) == '-' && isFirst(at) ? at : -1;
    }

    /** The last line of a value, with the whole of a block of text. */
    int lastLine(Node node) {
        return line(Math.max(node.range().start(), node.range().end()));
    }

    /** The lines of an entry, if it has lines of its own; null else. */
    @Nullable
    Range lines(MappingNode.Entry entry) {
        Range range = entry.range();
        return isFirst(range.start()) ? lines(line(range.start()), line(range.end())) : null;
    }

    /** Some lines, with the last line's break. */
    Range lines(int first, int last) {
        return new Range(start(first), next(last));
    }

    /** Some lines moved, without the last line's break. Blank lines stay blank. */
    String moved(int first, int last, int by) {
        StringBuilder moved = new StringBuilder();
        for (int line = first; line <= last; line++) {
            String content = source.line(line);
            if (line > first) {
                moved.append(newLine());
            }
            if (content.isBlank()) {
                moved.append(content);
            } else if (by >= 0) {
                moved.append(" ".repeat(by)).append(content);
            } else {
                int blanks = content.length() - content.stripLeading().length();
                moved.append(content.substring(Math.min(blanks, -by)));
            }
        }
        return moved.toString();
    }

    /** What follows {@code set:} for an object or an expression to be as it is written elsewhere. */
    String argument(Node value, int column) {
        if (value instanceof MappingNode mapping && mapping.entries().isEmpty()) {
            return " ${ {} }";
        }
        int start = value.range().start();
        return isFirst(start)
                ? newLine() + moved(line(start), lastLine(value), column - column(start))
                : " " + text(start, value.range().end());
    }

    /** How far the lists of a text are indented below their keys, by one of them. */
    int listStep(SequenceNode list, Node key) {
        return !isInBrackets(list)
                        && column(list.range().start()) == column(key.range().start())
                ? 0
                : 2;
    }

    String text(int from, int to) {
        return text.substring(from, to);
    }

    String text() {
        return text;
    }
}
