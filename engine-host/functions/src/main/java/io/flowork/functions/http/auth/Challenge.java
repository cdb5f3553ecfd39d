package io.flowork.functions.http.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A challenge of {@code WWW-Authenticate} (RFC 9110, section 11.6.1).
 *
 * @param scheme its scheme in lower case
 * @param parameters its parameters; names are case-insensitive
 */
record Challenge(String scheme, Map<String, String> parameters) {
    private static final Pattern PART = Pattern.compile(
            "\\G[\\s,]*(?:([\\w!#$%&'*+.^`|~-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]*))|([\\w!#$%&'*+.^`|~-]+)(?=\\s|,|$))");

    /** The challenges in the values of a field. */
    static List<Challenge> parse(List<String> values) {
        List<Challenge> challenges = new ArrayList<>();
        for (String value : values) {
            Matcher part = PART.matcher(value);
            while (part.find()) {
                if (part.group(4) != null) {
                    challenges.add(new Challenge(
                            part.group(4).toLowerCase(Locale.ROOT), new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
                } else if (!challenges.isEmpty()) {
                    String text = part.group(2) == null
                            ? part.group(3)
                            : part.group(2).replaceAll("\\\\(.)", "$1");
                    challenges.getLast().parameters().put(part.group(1), text);
                }
            }
        }
        return challenges;
    }
}
