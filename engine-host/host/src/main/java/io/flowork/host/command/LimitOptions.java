package io.flowork.host.command;

import io.flowork.core.machine.Limits;
import io.flowork.host.config.Setting;
import io.flowork.host.exit.CommandException;
import io.flowork.runtime.EngineSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code --limit NAME=VALUE}, and {@code [limits]} in the configuration. */
final class LimitOptions {
    /** The one limit that is not recorded: it depends on the machine. */
    static final String MILLIS = "expression-millis";

    /** The option. */
    static final String NAME = "--limit";

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
     * @param given the limits by their names
     * @throws CommandException if one of them is no limit, or its value is no number that it can have
     */
    static EngineSettings apply(EngineSettings settings, Map<String, Setting> given) {
        Limits limits = settings.limits();
        long millis = settings.evaluationMillis();
        for (Map.Entry<String, Setting> one : given.entrySet()) {
            String name = one.getKey();
            String origin = one.getValue().origin();
            if (!names().contains(name)) {
                String nearest = Nearest.of(name, names());
                throw CommandException.usage("%s: there is no limit '%s'%s; there are %s"
                        .formatted(
                                origin,
                                name,
                                nearest == null ? "" : " (did you mean '" + nearest + "'?)",
                                String.join(", ", names())));
            }
            long value = value(one.getValue(), name);
            if (name.equals(MILLIS)) {
                millis = value;
                continue;
            }
            try {
                limits = limits.with(name, value);
            } catch (IllegalArgumentException e) {
                throw CommandException.usage(origin + ": " + e.getMessage());
            }
        }
        return settings.limitedTo(limits, millis);
    }

    private static long value(Setting setting, String name) {
        String value = setting.value().replace("_", "");
        if (value.matches("[0-9]{1,18}") && !value.matches("0+")) {
            return Long.parseLong(value);
        }
        throw CommandException.usage("%s: '%s' wants a whole number above 0, such as 1000000; it is '%s'"
                .formatted(setting.origin(), name, value));
    }
}
