package io.flowork.lsp.format;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.lsp.slot.Block;
import io.flowork.lsp.slot.Expected;
import io.flowork.lsp.slot.Slot;
import java.util.List;

/**
 * The indentation of a line that is being written: after a line break, and after a dash. It needs the lines above only, so the
 * text may be broken.
 */
public final class NextLine {
    private static final int MOST_LINES = 2_000;

    private final SourceText source;
    private final int number;
    private final Style style;

    private NextLine(SourceText source, int number, Style style) {
        this.source = source;
        this.number = number;
        this.style = style;
    }

    /**
     * The change that a line needs after something was typed on it; none if it is right.
     *
     * @param offset where the cursor stands, behind what was typed
     * @param typed a line break or a dash
     */
    public static List<Edit> after(SourceText source, int offset, String typed, Style style) {
        int number = source.position(offset).line();
        NextLine line = new NextLine(source, number, style);
        return switch (typed) {
            case "\n" -> line.indented(line.afterBreak());
            case "-" -> line.indented(line.afterDash());
            default -> List.of();
        };
    }

    private List<Edit> indented(int column) {
        int start = source.offset(new Position(number, 1));
        int indent = indent(source.line(number));
        return column < 0 || column == indent
                ? List.of()
                : List.of(new Edit(new Range(start, start + indent), " ".repeat(column)));
    }

    private static int indent(String line) {
        int at = 0;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    // --- after a line break ---

    /** The column that the line should begin in; -1 if nothing says so. */
    private int afterBreak() {
        int above = lineAbove(number);
        if (above == 0) {
            return -1;
        }
        Block line = Block.of(source, above);
        String content = content(line.text());
        String rest = source.line(number).strip();
        if (inText(above) || content.isEmpty()) {
            return indent(line.text());
        }
        char last = content.charAt(content.length() - 1);
        if (last == '{' || last == '[') {
            boolean closes = rest.startsWith("}") || rest.startsWith("]");
            return closes ? line.column() : line.column() + style.step();
        }
        if (last == ',' || content.charAt(0) == '}' || content.charAt(0) == ']') {
            return indent(line.text());
        }
        if (line.key() != null) {
            return afterKey(line, content, rest);
        }
        if (line.dashes().isEmpty()) {
            return line.column();
        }
        int dash = line.dashes().getLast();
        String item = content.substring(Math.min(line.column() - indent(line.text()), content.length()));
        return item.isEmpty() || "|>".indexOf(item.charAt(0)) >= 0 ? dash + 2 : dash;
    }

    private int afterKey(Block line, String content, String rest) {
        String value = content.substring(Math.min(line.value() - indent(line.text()), content.length()));
        if (line.opensText()) {
            return line.column() + style.step();
        }
        if (value.isEmpty() || value.matches("[&!]\\S*")) {
            boolean list = rest.startsWith("- ") || rest.equals("-") || (rest.isEmpty() && takesList(line));
            return line.column() + (list ? listStep() : style.step());
        }
        if (!line.dashes().isEmpty() && rest.isEmpty() && isNamed(line)) {
            return line.dashes().getLast(); // it has one name only, so another item follows
        }
        boolean entry = rest.isEmpty() || Block.of(SourceText.of("", rest), 1).key() != null;
        return entry ? line.column() : line.column() + style.step();
    }

    /** A line without its indentation, trailing blanks and comment. */
    private static String content(String line) {
        String stripped = line.strip();
        if (stripped.startsWith("#")) {
            return "";
        }
        int comment = stripped.lastIndexOf(" #");
        boolean quoted = comment >= 0 && (stripped.indexOf('"', comment) >= 0 || stripped.indexOf('\'', comment) >= 0);
        return comment < 0 || quoted ? stripped : stripped.substring(0, comment).strip();
    }

    private int lineAbove(int from) {
        int above = from - 1;
        while (above > 0 && source.line(above).isBlank()) {
            above--;
        }
        return above;
    }

    private boolean inText(int line) {
        int end = source.offset(new Position(line, 1)) + source.line(line).length();
        return Slot.at(source, end).kind() == Slot.Kind.TEXT;
    }

    /** Whether the language wants a list under a key. */
    private boolean takesList(Block key) {
        int start = source.offset(new Position(key.number(), 1));
        String before = key.text().stripTrailing();
        SourceText cut = SourceText.of(source.name(), source.text().substring(0, start) + before + " ");
        Expected expected = Expected.at(Slot.at(cut, start + before.length() + 1));
        return !expected.shapes().isEmpty()
                && expected.shapes().stream()
                        .allMatch(shape -> shape instanceof Shape.Tasks
                                || shape instanceof Shape.NamedList
                                || shape instanceof Shape.ListOf);
    }

    /** Whether a key is the name of an item, as those of tasks are. */
    private boolean isNamed(Block key) {
        int start = source.offset(new Position(key.number(), 1)) + key.column();
        return Expected.at(Slot.at(source, start)).shapes().stream()
                .anyMatch(shape -> shape instanceof Shape.Tasks || shape instanceof Shape.NamedList);
    }

    /** How far lists are indented below their keys, by the nearest one above. */
    private int listStep() {
        for (int line = number - 1; line > Math.max(1, number - MOST_LINES); line--) {
            Block list = Block.of(source, line);
            if (!list.dashes().isEmpty() && list.dashes().getFirst() == list.indent()) {
                Block key = Block.of(source, lineAbove(line));
                if (key.key() != null && content(key.text()).endsWith(":") && key.column() <= list.indent()) {
                    return list.indent() == key.column() ? 0 : style.step();
                }
            }
        }
        return style.step();
    }

    // --- after a dash ---

    /** The column of the list that a dash on a line of its own belongs to; -1 if it is none or in none. */
    private int afterDash() {
        String line = source.line(number);
        int above = lineAbove(number);
        if (!line.strip().equals("-") || above == 0 || inText(above)) {
            return -1;
        }
        int own = indent(line);
        Block key = Block.of(source, above);
        if (key.key() != null && content(key.text()).endsWith(":") && takesList(key)) {
            return key.column() + listStep();
        }
        int nearest = -1;
        int below = Integer.MAX_VALUE;
        for (int at = above; at > Math.max(0, number - MOST_LINES) && below > 0; at--) {
            Block each = Block.of(source, at);
            if (each.text().isBlank() || content(each.text()).isEmpty() || each.indent() >= below) {
                continue;
            }
            for (int dash : each.dashes().reversed()) {
                if (dash < below && (nearest < 0 || nearest > own)) {
                    nearest = dash;
                }
            }
            below = each.indent();
        }
        return nearest;
    }
}
