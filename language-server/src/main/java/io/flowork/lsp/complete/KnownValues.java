package io.flowork.lsp.complete;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values that are known by custom or by the standard, in the order of their use, with a few words about each. */
final class KnownValues {
    static final Map<String, String> CRONS = ordered(
            "* * * * *", "every minute",
            "*/15 * * * *", "every 15 minutes",
            "0 * * * *", "every hour",
            "0 0 * * *", "every day at midnight",
            "0 9 * * 1-5", "at 9:00 from Monday to Friday",
            "0 0 * * 0", "every Sunday at midnight",
            "0 0 1 * *", "on the first of every month");

    static final Map<String, String> VERSIONS =
            ordered("1.0.3", "the newest version", "1.0.2", "", "1.0.1", "", "1.0.0", "");

    static final String ERROR = "https://serverlessworkflow.io/spec/1.0.0/errors/";

    static final Map<String, String> ERRORS = ordered(
            "configuration", "400",
            "validation", "400",
            "expression", "400",
            "authentication", "401",
            "authorization", "403",
            "timeout", "408",
            "communication", "500, or what was answered",
            "runtime", "500");

    static final Map<String, String> STATUSES = ordered(
            "400", "bad request",
            "401", "not authenticated",
            "403", "not allowed",
            "404", "not found",
            "408", "timeout",
            "409", "conflict",
            "429", "too many requests",
            "500", "failure",
            "503", "not available");

    private KnownValues() {}

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return Collections.unmodifiableMap(map);
    }
}
