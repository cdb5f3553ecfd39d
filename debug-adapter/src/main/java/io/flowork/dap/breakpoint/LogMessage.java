package io.flowork.dap.breakpoint;

import io.flowork.grammar.jq.Filter;
import java.util.ArrayList;
import java.util.List;

/**
 * What a breakpoint says instead of stopping: text with jq between braces, such as {@code paid {.amount} of {.total}}. A
 * brace that is only text is written twice or after a backslash.
 *
 * @param parts the text in order
 */
public record LogMessage(List<Part> parts) {
    /** Copies the parts. */
    public LogMessage {
        parts = List.copyOf(parts);
    }

    /** A part of the message. */
    public sealed interface Part {}

    /**
     * As it is.
     *
     * @param text the text
     */
    public record Text(String text) implements Part {}

    /**
     * What an expression gives.
     *
     * @param text the expression
     * @param filter its syntax tree
     */
    public record Value(String text, Filter filter) implements Part {}

    /** Reads a message. */
    public static LogMessage parse(String message) throws UnusableBreakpointException {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            char next = i + 1 < message.length() ? message.charAt(i + 1) : ' ';
            if (((c == '{' || c == '}') && next == c) || (c == '\\' && (next == '{' || next == '}'))) {
                text.append(next);
                i++;
            } else if (c == '{') {
                int end = end(message, i);
                if (end < 0) {
                    throw new UnusableBreakpointException(
                            "The log message has '{' without '}'; write '{{' for a brace that is only text");
                }
                if (!text.isEmpty()) {
                    parts.add(new Text(text.toString()));
                    text.setLength(0);
                }
                String expression = message.substring(i + 1, end);
                parts.add(new Value(
                        expression,
                        UnusableBreakpointException.parse("'{" + expression + "}' in the log message", expression)
                                .filter()));
                i = end;
            } else {
                text.append(c);
            }
        }
        if (!text.isEmpty()) {
            parts.add(new Text(text.toString()));
        }
        return new LogMessage(parts);
    }

    /** Where the brace closes that opens at an offset, brackets inside and texts in quotes respected; -1 if it does not. */
    private static int end(String message, int open) {
        int depth = 0;
        boolean quoted = false;
        for (int i = open; i < message.length(); i++) {
            char c = message.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else {
                    quoted = c != '"';
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
