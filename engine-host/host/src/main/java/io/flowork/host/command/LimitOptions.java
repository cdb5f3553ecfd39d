package io.flowork.host.command;

import io.flowork.core.machine.Limits;
import io.flowork.host.exit.CommandException;
import io.flowork.runtime.EngineSettings;
import java.util.ArrayList;
import java.util.List;

/** {@code --limit NAME=VALUE}. */
final class LimitOptions {
    /** The one limit that is not recorded: it depends on the machine. */
    static final String MILLIS = "expression-millis";

    private LimitOptions() {}

    /** The names that can be given. */
    static List<String> names() {
        List<String> names = new ArrayList<>(Limits.names());
        names.add(MILLIS);
        return names;
    }

    /**
     * Settings with the limits that were given.
     *
     * @throws CommandException if one of them is no limit, or its value is no number that it can have
     */
    static EngineSettings apply(EngineSettings settings, List<String> given) {
        Limits limits = settings.limits();
        long millis = settings.evaluationMillis();
        for (String one : given) {
            int equals = one.indexOf('=');
            String name = equals < 0 ? one : one.substring(0, equals);
            if (!names().contains(name)) {
                String nearest = Nearest.of(name, names());
                throw CommandException.usage("--limit: there is no limit '%s'%s; there are %s"
                        .formatted(
                                name,
                                nearest == null ? "" : " (did you mean '" + nearest + "'?)",
                                String.join(", ", names())));
            }
            long value = value(one, name, equals);
            if (name.equals(MILLIS)) {
                millis = value;
                continue;
            }
            try {
                limits = limits.with(name, value);
            } catch (IllegalArgumentException e) {
                throw CommandException.usage("--limit: " + e.getMessage());
            }
        }
        return settings.limitedTo(limits, millis);
    }

    private static long value(String one, String name, int equals) {
        String value = equals < 0 ? "" : one.substring(equals + 1).strip().replace("_", "");
        if (value.matches("[0-9]{1,18}") && !value.matches("0+")) {
            return Long.parseLong(value);
        }
        throw CommandException.usage("--limit: '%s' wants a whole number above 0, as in --limit %s=1000000; it is '%s'"
                .formatted(name, name, value));
    }
}
