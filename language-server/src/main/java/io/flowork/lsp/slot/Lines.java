package io.flowork.lsp.slot;

import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.SourceText;
import io.flowork.lsp.slot.Slot.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds by indentation what lines belong to. Most lines of a long text are passed over without being read. */
final class Lines {
    /** The indentation of a line that says nothing: no line that does is indented that far. */
    private static final int BLANK = Integer.MAX_VALUE;

    private final SourceText source;

    Lines(SourceText source) {
        this.source = source;
    }

    /**
     * Adds the steps that lead to a line, innermost first.
     *
     * @param head the line, up to the cursor
     * @return whether the line is within a text over several lines
     */
    boolean climb(Block head, List<Step> path) {
        int keysBelow = head.column(); // keys to the left of this column enclose what was found so far
        int dashesBelow = head.column(); // so do dashes to the left of this one
        for (int dash : head.dashes().reversed()) {
            path.add(new Step.Item());
            keysBelow = dash + 1; // a list may begin in the column of its key
            dashesBelow = dash;
        }
        boolean innermost = head.dashes().isEmpty();
        for (int number = head.number() - 1; number > 0 && keysBelow > 0; number--) {
            if (indent(number) >= keysBelow) {
                continue;
            }
            Block line = Block.of(source, number);
            if (line.column() < keysBelow) {
                if (innermost && line.opensText()) {
                    return true;
                }
                if (line.key() != null) {
                    path.add(key(line.key(), number, line.column()));
                }
                keysBelow = line.column();
                dashesBelow = line.column();
                innermost = false;
            }
            for (int dash : line.dashes().reversed()) {
                if (dash < dashesBelow) {
                    path.add(new Step.Item());
                    keysBelow = dash + 1;
                    dashesBelow = dash;
                    innermost = false;
                }
            }
        }
        return false;
    }

    /** The keys of the object that has keys in a column, around a line and on it, each with its line. */
    Map<String, Integer> keys(int number, int column) {
        Map<String, Integer> keys = new LinkedHashMap<>();
        for (int at = number; at > 0; at--) {
            if (indent(at) > column) {
                continue;
            }
            Block line = Block.of(source, at);
            if (line.column() == column && line.key() != null) {
                keys.put(line.key(), at);
            }
            if (line.indent() < column) { // a dash in the column itself is of a list under the key before
                break;
            }
        }
        for (int at = number + 1; at <= source.lines(); at++) {
            if (indent(at) > column) {
                continue;
            }
            Block line = Block.of(source, at);
            if (line.indent() < column) {
                break;
            }
            if (line.key() != null && line.dashes().isEmpty()) {
                keys.put(line.key(), at);
            }
        }
        return keys;
    }

    /** Whether the value of a key stands on the lines below it. */
    boolean hasBelow(int number, int column) {
        for (int at = number + 1; at <= source.lines(); at++) {
            int indent = indent(at);
            if (indent != BLANK) {
                return indent > column
                        || (indent == column && !Block.of(source, at).dashes().isEmpty());
            }
        }
        return false;
    }

    /**
     * Whether a key that is begun on an empty line would be on no level: others of its object stand in another column, or what
     * is below would become a part of it.
     */
    boolean isOffLevel(int number, int column) {
        int below = BLANK;
        for (int at = number + 1; at <= source.lines() && below == BLANK; at++) {
            below = indent(at);
        }
        if (below != BLANK && below > column) {
            return true;
        }
        boolean deeper = false;
        for (int at = number - 1; at > 0; at--) {
            int indent = indent(at);
            if (indent == column) {
                return false;
            }
            if (indent < column) {
                Block line = Block.of(source, at);
                return (line.column() >= column || deeper) ? line.column() != column : hasText(line);
            }
            deeper |= indent != BLANK;
        }
        return deeper;
    }

    /** Whether the value of a line's key is a text on the same line. */
    private static boolean hasText(Block line) {
        String rest = line.key() == null
                ? line.text().substring(line.column())
                : line.text().substring(line.value());
        return !rest.isEmpty() && "#&!".indexOf(rest.charAt(0)) < 0 && !line.opensText();
    }

    /** The step to the value of a key. */
    Step.Key key(String name, int number, int column) {
        return new Step.Key(name, new InBlock(this, number, column, true));
    }

    /** The object whose keys stand in a column around a line, without a key on that line. */
    Members around(int number, int column) {
        return new InBlock(this, number, column, false);
    }

    /** An object by its lines. */
    private record InBlock(Lines lines, int number, int column, boolean own) implements Members {
        @Override
        public Set<String> keys() {
            Map<String, Integer> keys = lines.keys(number, column);
            if (!own) {
                keys.values().removeIf(line -> line == number);
            }
            return keys.keySet();
        }

        @Override
        public String value(String key) {
            Integer at = lines.keys(number, column).get(key);
            return at == null ? "" : lines.valueOn(at);
        }
    }

    /** The value on a line, without quotes. */
    private String valueOn(int number) {
        Block line = Block.of(source, number);
        String text = line.text().substring(line.value());
        int comment = text.indexOf(" #");
        return Quotes.inside((comment < 0 ? text : text.substring(0, comment)).strip());
    }

    /** The column of the first character that says something; a column that no line has, if there is none. */
    int indent(int number) {
        String text = source.text();
        int start = source.offset(new Position(number, 1));
        int at = start;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        boolean blank = at == text.length()
                || "#\r\n".indexOf(text.charAt(at)) >= 0
                || (at == start && text.startsWith("---", at));
        return blank ? BLANK : at - start;
    }
}
