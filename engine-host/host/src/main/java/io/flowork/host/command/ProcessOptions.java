package io.flowork.host.command;

import io.flowork.functions.process.Abilities;
import io.flowork.functions.process.ProcessSettings;
import io.flowork.functions.script.ScriptLimits;
import io.flowork.host.config.Configuration;
import io.flowork.host.config.Setting;
import io.flowork.host.config.SettingKey;
import io.flowork.host.exit.CommandException;
import io.flowork.host.terminal.Surroundings;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code --allow ABILITY}, and {@code [allow]} and {@code [process]} in the configuration. */
final class ProcessOptions {
    /** The option. */
    static final String NAME = "--allow";

    private static final String TIME = "time";
    private static final String MEMORY = "memory-mib";
    private static final String OUTPUT = "output-mib";
    private static final String ENVIRONMENT = "environment";
    private static final String PYTHON = "python";
    private static final String CONTAINER = "container";
    private static final String SCRIPT_TIME = "script-time";
    private static final String SCRIPT_MEMORY = "script-memory-mib";
    private static final List<String> NAMES =
            List.of(TIME, MEMORY, OUTPUT, ENVIRONMENT, PYTHON, CONTAINER, SCRIPT_TIME, SCRIPT_MEMORY);

    private ProcessOptions() {}

    /**
     * What is allowed.
     *
     * @param option the abilities that the option names
     * @throws CommandException if there is no such ability, or it is set to something else than true or false
     */
    static Set<String> abilities(Configuration configuration, List<String> option) {
        Set<String> abilities = new LinkedHashSet<>();
        for (Map.Entry<String, Setting> entry :
                configuration.table(SettingKey.ALLOW, List.of(), "").entrySet()) {
            known("ability", entry.getKey(), Abilities.ALL, entry.getValue().origin());
            switch (entry.getValue().value()) {
                case "true" -> abilities.add(entry.getKey());
                case "false" -> {}
                case String other -> throw wrong(entry.getValue(), "true or false", other);
            }
        }
        for (String name : option) {
            known("ability", name, Abilities.ALL, NAME);
            abilities.add(name);
        }
        return abilities;
    }

    /**
     * What processes may use.
     *
     * @throws CommandException if something is set that there is not, or to a value that it cannot have
     */
    static ProcessSettings settings(Configuration configuration, Surroundings surroundings) {
        Map<String, Setting> table = configuration.table(SettingKey.PROCESS, List.of(), "");
        table.forEach((name, setting) -> known("setting of processes", name, NAMES, setting.origin()));
        ProcessSettings usual = ProcessSettings.of(surroundings.environment());
        int output = (int) mebibytes(table, OUTPUT, usual.outputBytes(), 1_024);
        return usual.limitedTo(
                        duration(table, TIME, usual.time()),
                        mebibytes(table, MEMORY, usual.memoryBytes(), 1L << 40),
                        output)
                .programs(
                        words(table, ENVIRONMENT, usual.passedOn()),
                        words(table, PYTHON, usual.python()),
                        words(table, CONTAINER, usual.container()))
                .scripts(new ScriptLimits(
                        duration(table, SCRIPT_TIME, usual.script().time()),
                        mebibytes(table, SCRIPT_MEMORY, usual.script().memoryBytes(), 1_024),
                        output));
    }

    static Duration duration(Map<String, Setting> table, String name, Duration usual) {
        Setting setting = table.get(name);
        if (setting == null) {
            return usual;
        }
        try {
            Duration duration = Duration.parse(setting.value());
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            throw wrong(setting, "a duration such as PT10M", setting.value());
        }
        throw wrong(setting, "a duration such as PT10M", setting.value());
    }

    private static long mebibytes(Map<String, Setting> table, String name, long usual, long most) {
        Setting setting = table.get(name);
        if (setting == null) {
            return usual;
        }
        String value = setting.value().replace("_", "");
        if (value.matches("[0-9]{1,13}")) {
            long number = Long.parseLong(value);
            if (number >= 1 && number <= most) {
                return number << 20;
            }
        }
        throw wrong(setting, "a whole number of MiB from 1 to " + most, setting.value());
    }

    static int count(Map<String, Setting> table, String name, int usual) {
        Setting setting = table.get(name);
        if (setting == null) {
            return usual;
        }
        String value = setting.value().replace("_", "");
        if (value.matches("0*[1-9][0-9]{0,8}")) {
            return Integer.parseInt(value);
        }
        throw wrong(setting, "a whole number from 1 to 999999999", setting.value());
    }

    private static List<String> words(Map<String, Setting> table, String name, List<String> usual) {
        Setting setting = table.get(name);
        if (setting == null) {
            return usual;
        }
        String value = setting.value().strip();
        return value.isEmpty() ? List.of() : List.of(value.split("\\s*,\\s*", -1));
    }

    private static CommandException wrong(Setting setting, String wanted, String value) {
        return CommandException.usage(
                "%s: '%s' wants %s; it is '%s'".formatted(setting.origin(), setting.key(), wanted, value));
    }

    static void known(String what, String name, List<String> names, String origin) {
        if (!names.contains(name)) {
            String nearest = Nearest.of(name, names);
            throw CommandException.usage("%s: there is no %s '%s'%s; there are %s"
                    .formatted(
                            origin,
                            what,
                            name,
                            nearest == null ? "" : " (did you mean '" + nearest + "'?)",
                            String.join(", ", names)));
        }
    }
}
