package io.flowork.lsp.slot;

import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads lists and objects in brackets up to a cursor and beyond, as far as brackets, quotes, colons and commas tell. */
final class Flow {
    /** How far behind the cursor keys are looked for. */
    private static final int AHEAD = 20_000;

    /**
     * A list or object that is open at the cursor.
     *
     * @param bracket what opened it
     * @param indent how far the line is indented on which it was opened
     * @param entries its keys with their values, also those behind the cursor
     */
    record Frame(char bracket, int indent, Map<String, String> entries) {
        boolean isObject() {
            return bracket == '{';
        }
    }

    /**
     * A list or object around the cursor, with the key whose value the cursor is in.
     *
     * @param key null where a key is written, or in a list
     */
    record Level(Frame frame, @Nullable String key) implements Members {
        @Override
        public Set<String> keys() {
            return frame.entries.keySet();
        }

        @Override
        public String value(String name) {
            return frame.entries.getOrDefault(name, "");
        }
    }

    private final String text;
    private final int cursor;
    private final boolean json;
    private final List<Frame> open = new ArrayList<>();
    private final List<@Nullable String> keys = new ArrayList<>();
    private String token = "";
    private int tokenStart = -1;
    private int at;
    private int indent;

    /** What is around the cursor, outermost first; empty if the cursor is in no brackets. */
    final List<Level> levels = new ArrayList<>();

    /** Where the outermost bracket around the cursor stands. */
    int opener = -1;

    /** Where the text begins that the cursor is in; the cursor itself if it is in none. */
    int start;

    /** Where that text ends. */
    int end;

    /** Whether the cursor is in a comment, or in an expression without quotes. */
    boolean closedOff;

    private boolean passed;

    private Flow(String text, int from, int cursor, boolean json) {
        this.text = text;
        this.at = from;
        this.indent = FlowText.indent(text, from);
        this.cursor = cursor;
        this.json = json;
        this.start = cursor;
        this.end = cursor;
    }

    /** What is in brackets around a cursor; null if it is in none. */
    static @Nullable Flow at(SourceText source, int cursor) {
        String text = source.text();
        if (FlowText.isWhole(text)) {
            Flow flow = new Flow(text, FlowText.first(text), cursor, true);
            flow.read();
            return flow.levels.isEmpty() ? null : flow;
        }
        for (int line : openers(source, source.position(cursor).line())) {
            Flow flow = new Flow(text, source.offset(new Position(line, 1)), cursor, false);
            flow.read();
            if (!flow.levels.isEmpty()) {
                return flow;
            }
        }
        return null;
    }

    /** The lines whose brackets may enclose one: those above it that are indented less and less. Outermost first. */
    private static List<Integer> openers(SourceText source, int cursor) {
        List<Integer> lines = new ArrayList<>();
        Lines all = new Lines(source);
        int limit = Integer.MAX_VALUE;
        for (int number = cursor; number > 0 && limit > 0; number--) {
            int indent = all.indent(number);
            if (number == cursor || indent < limit) {
                String line = source.line(number);
                if (line.indexOf('{') >= 0 || line.indexOf('[') >= 0) {
                    lines.addFirst(number);
                }
                limit = Math.min(limit, indent);
            }
        }
        return lines;
    }

    private void read() {
        boolean value = true; // whether a value or key can begin here
        int last = (int) Math.min(text.length(), (long) cursor + AHEAD);
        while (at < last && !(passed && open.isEmpty())) {
            char c = text.charAt(at);
            if (!passed && at >= cursor) {
                pass(at, at);
            }
            if (c == '\n' || c == '\r') {
                at++;
                newLine();
                value = true;
            } else if (c == ' ' || c == '\t' || c == '\uFEFF') {
                at++;
            } else if (c == '#' && (at == 0 || Character.isWhitespace(text.charAt(at - 1)))) {
                int from = at;
                at = FlowText.lineEnd(text, at);
                if (!passed && cursor > from && cursor <= at) {
                    closedOff = true;
                    pass(cursor, cursor);
                }
            } else if (value && (c == '{' || c == '[')) {
                open.add(new Frame(c, indent, new LinkedHashMap<>()));
                keys.add(null);
                if (open.size() == 1 && !passed) {
                    opener = at;
                }
                at++;
                token = "";
                tokenStart = -1;
            } else if (!open.isEmpty() && (c == '}' || c == ']')) {
                at++;
                close(c);
                value = false;
            } else if (!open.isEmpty() && c == ',') {
                at++;
                entry();
                value = true;
            } else if (c == ':' && isKeyColon()) {
                at++;
                colon();
                value = true;
            } else if (open.isEmpty() && c == '-' && at + 1 < text.length() && text.charAt(at + 1) == ' ') {
                at++;
            } else {
                scalar(value);
                value = false;
            }
        }
        if (!passed) {
            pass(cursor, cursor);
        }
    }

    /** The cursor is reached: between two tokens, or in one. */
    private void pass(int from, int to) {
        passed = true;
        start = from;
        end = to;
        for (int i = 0; i < open.size(); i++) {
            levels.add(new Level(open.get(i), keys.get(i)));
        }
    }

    private boolean isKeyColon() {
        char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        boolean quoted = !token.isEmpty() && Quotes.isQuote(token.charAt(0));
        return Character.isWhitespace(next) || (!open.isEmpty() && (quoted || ",[]{}".indexOf(next) >= 0));
    }

    private void colon() {
        if (!open.isEmpty() && tokenStart >= 0) {
            String key = Quotes.inside(token);
            keys.set(keys.size() - 1, key);
            boolean written = passed && cursor >= start && tokenStart == start && levels.size() == open.size();
            if (!written) { // the key that the cursor is in is not there yet
                open.getLast().entries.putIfAbsent(key, "");
            }
        }
        token = "";
        tokenStart = -1;
    }

    /** A comma: what is written is an element, or the value of the last key. */
    private void entry() {
        String key = keys.getLast();
        if (key != null) {
            if (tokenStart >= 0) {
                open.getLast().entries.computeIfPresent(key, (same, before) -> Quotes.inside(token));
            }
            keys.set(keys.size() - 1, null);
        }
        token = "";
        tokenStart = -1;
    }

    private void close(char bracket) {
        char opening = bracket == '}' ? '{' : '[';
        int match = open.size() - 1;
        while (match > 0 && open.get(match).bracket != opening) {
            match--;
        }
        if (open.get(match).bracket == opening) {
            while (open.size() > match) {
                entry();
                open.removeLast();
                keys.removeLast();
            }
        }
        token = "";
        tokenStart = -1;
    }

    /** In YAML a line that is indented no deeper than that of a bracket shows that the bracket was never closed. */
    private void newLine() {
        indent = FlowText.indent(text, at);
        if (json || open.isEmpty()) {
            return;
        }
        int content = at;
        while (content < text.length() && text.charAt(content) == ' ') {
            content++;
        }
        if (content == text.length() || "\r\n#}],".indexOf(text.charAt(content)) >= 0) {
            return;
        }
        while (!open.isEmpty() && open.getLast().indent >= content - at) {
            entry();
            open.removeLast();
            keys.removeLast();
        }
    }

    private void scalar(boolean value) {
        int from = at;
        boolean quoted = value && Quotes.isQuote(text.charAt(from));
        boolean expression = !quoted && text.startsWith("${", from);
        at = quoted
                ? Quotes.end(text, from)
                : expression
                        ? FlowText.expressionEnd(text, from)
                        : open.isEmpty() ? FlowText.blockEnd(text, from) : FlowText.plainEnd(text, from);
        if (tokenStart < 0) {
            tokenStart = from;
            token = text.substring(from, at).strip();
        }
        if (!passed && from <= cursor && cursor <= at) {
            boolean behind = quoted && cursor == at && at > from + 1 && text.charAt(at - 1) == text.charAt(from);
            closedOff = expression;
            int stop = from + text.substring(from, at).stripTrailing().length();
            pass(behind ? cursor : from, behind ? cursor : Math.max(stop, cursor));
        }
    }
}
