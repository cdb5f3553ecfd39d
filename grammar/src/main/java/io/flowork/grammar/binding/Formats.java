package io.flowork.grammar.binding;

import io.flowork.grammar.workflow.Cron;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What texts of certain kinds look like. */
public final class Formats {
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final String[] FIELDS = {"minute", "hour", "day of the month", "month", "day of the week"};
    private static final int[] LEAST = {0, 0, 1, 1, 0};
    private static final int[] MOST = {59, 23, 31, 12, 7};

    private Formats() {}

    /** Whether a text is a version by Semantic Versioning 2.0.0. */
    static boolean isVersion(String text) {
        int plus = text.indexOf('+');
        String core = plus < 0 ? text : text.substring(0, plus);
        int dash = core.indexOf('-');
        boolean extras = (plus < 0 || identifiers(text.substring(plus + 1), false))
                && (dash < 0 || identifiers(core.substring(dash + 1), true));
        return extras && numbers(text).length == 3;
    }

    /** The three numbers a version starts with; empty when there are no such. */
    static int[] numbers(String text) {
        int end = 0;
        while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        boolean ends = end == text.length() || text.charAt(end) == '-' || text.charAt(end) == '+';
        String[] parts = text.substring(0, end).split("\\.", -1);
        if (!ends || parts.length != 3) {
            return new int[0];
        }
        int[] numbers = new int[3];
        for (int i = 0; i < 3; i++) {
            boolean number = !parts[i].isEmpty() && parts[i].length() <= 9;
            if (!number || (parts[i].length() > 1 && parts[i].charAt(0) == '0')) {
                return new int[0];
            }
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return numbers;
    }

    private static boolean identifiers(String text, boolean noLeadingZero) {
        for (String part : text.split("\\.", -1)) {
            boolean digits = true;
            for (int i = 0; i < part.length(); i++) {
                char c = part.charAt(i);
                if (!isLetterOrDigit(c) && c != '-') {
                    return false;
                }
                digits &= isDigit(c);
            }
            if (part.isEmpty() || (noLeadingZero && digits && part.length() > 1 && part.charAt(0) == '0')) {
                return false;
            }
        }
        return true;
    }

    /** Whether a text is a name: up to 63 letters, digits and dashes; a host name may have dots too. */
    static boolean isName(String text, boolean dots) {
        if (text.isEmpty() || text.length() > 63) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean inside = i > 0 && i < text.length() - 1 && (c == '-' || (c == '.' && dots));
            if (!isLetterOrDigit(c) && !inside) {
                return false;
            }
        }
        return true;
    }

    /** What is wrong with a URI or URI template; null if nothing is. */
    static @Nullable String uriProblem(String text, boolean variables) {
        if (text.isEmpty()) {
            return "is empty";
        }
        int open = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                return "has a blank in it";
            }
            if (variables && c == '{') {
                if (open >= 0) {
                    return "has a '{' inside braces";
                }
                open = i;
            } else if (variables && c == '}') {
                if (open < 0) {
                    return "has a '}' without a '{'";
                }
                if (open == i - 1) {
                    return "has braces without a name in them";
                }
                open = -1;
            }
        }
        return open >= 0 ? "has a '{' that is not closed" : null;
    }

    /** The times of a cron expression of five fields, if nothing is wrong with it. */
    public static Optional<Cron> cron(String text) {
        return cronProblem(text) == null ? Optional.of(Cron.of(text)) : Optional.empty();
    }

    /** What is wrong with a cron expression of five fields; null if nothing is. */
    static @Nullable String cronProblem(String text) {
        String[] fields = text.strip().split("\\s+", -1);
        if (fields.length != 5) {
            return "has " + fields.length + (fields.length == 1 ? " field" : " fields")
                    + ", but five are needed: minute, hour, day of the month, month, day of the week";
        }
        for (int i = 0; i < 5; i++) {
            for (String part : fields[i].split(",", -1)) {
                if (!isCronPart(part, i)) {
                    return "has '" + part + "' as " + FIELDS[i] + ", which goes from " + LEAST[i] + " to " + MOST[i];
                }
            }
        }
        return null;
    }

    private static boolean isCronPart(String part, int field) {
        int slash = part.indexOf('/');
        String range = slash < 0 ? part : part.substring(0, slash);
        if (slash >= 0 && cronNumber(part.substring(slash + 1), field, true) < 1) {
            return false;
        }
        if (range.equals("*") || (range.equals("?") && (field == 2 || field == 4))) {
            return true;
        }
        int dash = range.indexOf('-');
        int from = cronNumber(dash < 0 ? range : range.substring(0, dash), field, false);
        int to = dash < 0 ? from : cronNumber(range.substring(dash + 1), field, false);
        return from >= LEAST[field] && to <= MOST[field] && from <= to;
    }

    private static int cronNumber(String text, int field, boolean step) {
        if (!step && (field == 3 || field == 4)) {
            int named = (field == 3 ? MONTHS : DAYS).indexOf(text.toLowerCase(Locale.ROOT));
            if (named >= 0) {
                return field == 3 ? named + 1 : named;
            }
        }
        if (text.isEmpty() || text.length() > 3) {
            return -1;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
        }
        return Integer.parseInt(text);
    }

    /** Whether a text looks like a URL with a scheme. */
    static boolean isUrl(String text) {
        int colon = text.indexOf("://");
        if (colon <= 0) {
            return false;
        }
        for (int i = 0; i < colon; i++) {
            if (!isLetterOrDigit(text.charAt(i)) && text.charAt(i) != '+' && text.charAt(i) != '.') {
                return false;
            }
        }
        return true;
    }

    /** Whether a text is a date and time with an offset, as RFC 3339 has it. */
    static boolean isTime(String text) {
        if (!TIME.matcher(text).matches()) {
            return false;
        }
        try {
            OffsetDateTime.parse(text.toUpperCase(Locale.ROOT));
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** Whether a text is a JSON pointer, RFC 6901. */
    static boolean isPointer(String text) {
        if (!text.isEmpty() && text.charAt(0) != '/') {
            return false;
        }
        for (int i = text.indexOf('~'); i >= 0; i = text.indexOf('~', i + 1)) {
            boolean escape = i + 1 < text.length() && (text.charAt(i + 1) == '0' || text.charAt(i + 1) == '1');
            if (!escape) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetterOrDigit(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
