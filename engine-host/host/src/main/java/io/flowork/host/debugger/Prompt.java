package io.flowork.host.debugger;

import io.flowork.dap.session.Evaluations;
import java.util.ArrayList;
import java.util.List;

/** A line that somebody types, with what was typed before. */
final class Prompt {
    private static final int MOST_REMEMBERED = 500;

    private final List<String> before = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int cursor;
    private int recalled;
    private boolean isOpen;

    /** Whether somebody is typing. */
    boolean isOpen() {
        return isOpen;
    }

    /** The text so far. */
    String text() {
        return text.toString();
    }

    /** Where the cursor is in it. */
    int cursor() {
        return cursor;
    }

    /** Begins with a text. */
    void open(String start) {
        isOpen = true;
        recalled = before.size();
        set(start);
    }

    private void set(String line) {
        text.setLength(0);
        text.append(line);
        cursor = line.length();
    }

    /** Ends without doing it. */
    void close() {
        isOpen = false;
    }

    /** Ends, and gives what was typed. */
    String enter() {
        String line = text();
        isOpen = false;
        if (!line.isBlank() && (before.isEmpty() || !before.getLast().equals(line))) {
            before.add(line);
            if (before.size() > MOST_REMEMBERED) {
                before.removeFirst();
            }
        }
        return line;
    }

    void type(int character) {
        String typed = Character.toString(character);
        text.insert(cursor, typed);
        cursor += typed.length();
    }

    /** Takes away what is before the cursor; from an empty line the prompt goes away. */
    void backspace() {
        if (text.isEmpty()) {
            close();
        } else if (cursor > 0) {
            int start = text.offsetByCodePoints(cursor, -1);
            text.delete(start, cursor);
            cursor = start;
        }
    }

    void delete() {
        if (cursor < text.length()) {
            text.delete(cursor, text.offsetByCodePoints(cursor, 1));
        }
    }

    void left() {
        cursor = cursor == 0 ? 0 : text.offsetByCodePoints(cursor, -1);
    }

    void right() {
        cursor = cursor == text.length() ? cursor : text.offsetByCodePoints(cursor, 1);
    }

    void home() {
        cursor = 0;
    }

    void end() {
        cursor = text.length();
    }

    /** Takes away all before the cursor. */
    void clear() {
        text.delete(0, cursor);
        cursor = 0;
    }

    /** What was typed before, one further back or one less. */
    void recall(int by) {
        recalled = Math.clamp(recalled + by, 0, before.size());
        set(recalled == before.size() ? "" : before.get(recalled));
    }

    /** Goes on with the only proposal, or with what all have in common. */
    void complete(List<Evaluations.Completion> proposals) {
        if (proposals.isEmpty()) {
            return;
        }
        String common = proposals.getFirst().label();
        for (Evaluations.Completion each : proposals) {
            int same = 0;
            while (same < Math.min(common.length(), each.label().length())
                    && common.charAt(same) == each.label().charAt(same)) {
                same++;
            }
            common = common.substring(0, same);
        }
        Evaluations.Completion first = proposals.getFirst();
        if (common.length() > first.length() || proposals.size() == 1) {
            String end = proposals.size() == 1
                            && first.kind().equals("function")
                            && text.charAt(0) == ':'
                            && first.start() == 1
                    ? " "
                    : "";
            text.replace(first.start(), first.start() + first.length(), common + end);
            cursor = first.start() + common.length() + end.length();
        }
    }
}
