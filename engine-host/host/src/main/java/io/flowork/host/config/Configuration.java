package io.flowork.host.config;

import io.flowork.host.exit.CommandException;
import io.flowork.host.terminal.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is set, and where. A command's own options come first, then the environment, {@code flowork.toml} in the working
 * folder, the user's file, and the machine's; what none of them sets has its default.
 */
public final class Configuration {
    private static final String FILE = "flowork.toml";
    private static final Path MACHINE = Path.of("/etc/flowork/engine.toml");

    private final Map<String, Setting> settings = new LinkedHashMap<>();

    private Configuration() {}

    /**
     * Reads everything but a command's options.
     *
     * @throws CommandException if a file cannot be understood or sets something that cannot be set
     */
    public static Configuration of(Surroundings surroundings) {
        return of(surroundings, null);
    }

    /**
     * Reads everything but a command's options.
     *
     * @param chosen the file to read in place of {@code flowork.toml}; null for that one
     * @throws CommandException if a file cannot be understood or sets something that cannot be set
     */
    public static Configuration of(Surroundings surroundings, @Nullable Path chosen) {
        Configuration all = new Configuration();
        for (SettingKey key : SettingKey.values()) {
            String value = surroundings.variable(key.variable());
            if (value != null && !key.isTable()) {
                all.add(new Setting(key.key(), value.strip(), key.variable()));
            } else if (value != null) {
                entries(key, named(key, List.of(value.split(","))), key.variable())
                        .forEach(all::add);
            }
        }
        List<Path> files = new ArrayList<>();
        if (chosen != null) {
            TomlFile.read(chosen, surroundings.show(chosen)).forEach(all::add);
        } else {
            files.add(surroundings.folder().resolve(FILE));
        }
        files.addAll(userFiles(surroundings));
        files.add(MACHINE);
        for (Path file : files) {
            if (Files.exists(file)) {
                TomlFile.read(file, surroundings.show(file)).forEach(all::add);
            }
        }
        return all;
    }

    /** What is allowed is usually only named. */
    private static List<String> named(SettingKey key, List<String> texts) {
        return key != SettingKey.ALLOW
                ? texts
                : texts.stream()
                        .map(text -> text.indexOf('=') < 0 ? text + "=true" : text)
                        .toList();
    }

    private static List<Path> userFiles(Surroundings surroundings) {
        String configured = surroundings.variable("XDG_CONFIG_HOME");
        if (configured != null) {
            return List.of(Path.of(configured, "flowork", FILE));
        }
        String home = surroundings.variable("HOME");
        return home == null ? List.of() : List.of(Path.of(home, ".config", "flowork", FILE));
    }

    private void add(Setting setting) {
        settings.putIfAbsent(setting.key(), setting);
    }

    /**
     * The entries of a table, those of an option first.
     *
     * @param option the values of the option, each {@code name=value}
     * @param name how messages call the option
     */
    public Map<String, Setting> table(SettingKey key, List<String> option, String name) {
        Map<String, Setting> table = new LinkedHashMap<>();
        for (Setting setting : entries(key, option, name)) {
            table.put(entryName(key, setting), setting);
        }
        for (Setting setting : settings.values()) {
            if (SettingKey.of(setting.key()) == key) {
                table.putIfAbsent(entryName(key, setting), setting);
            }
        }
        return table;
    }

    /**
     * A single setting; null if nobody made it.
     *
     * @param option the value of the option; null if it was not given
     * @param name how messages call the option
     */
    public @Nullable Setting one(SettingKey key, @Nullable String option, String name) {
        return option == null ? settings.get(key.key()) : new Setting(key.key(), option, name);
    }

    private static String entryName(SettingKey key, Setting setting) {
        return setting.key().substring(key.key().length() + 1);
    }

    private static List<Setting> entries(SettingKey key, List<String> texts, String origin) {
        List<Setting> entries = new ArrayList<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals <= 0) {
                throw CommandException.usage("%s: '%s' is no name=value".formatted(origin, text.strip()));
            }
            entries.add(new Setting(
                    key.entry(text.substring(0, equals).strip()),
                    text.substring(equals + 1).strip(),
                    origin));
        }
        return entries;
    }

    /** All settings, each with where it was made. */
    public Collection<Setting> all() {
        return Collections.unmodifiableCollection(settings.values());
    }
}
