package io.flowork.host.config;

import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.FileText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is set, and where. A command's own options come first, then the environment, {@code flowork.toml} in the working
 * folder, the user's file, and the machine's; what none of them sets has its default.
 */
public final class Configuration {
    private static final String FILE = "flowork.toml";
    private static final Path MACHINE = Path.of("/etc/flowork/engine.toml");

    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Set<String> held = new HashSet<>();

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
            files.add(chosen);
        } else {
            all.addOfFolder(surroundings);
        }
        files.addAll(userFiles(surroundings));
        files.add(MACHINE);
        for (Path file : files) {
            if (file.equals(chosen) || Files.exists(file)) {
                String name = surroundings.show(file);
                TomlFile.read(FileText.read(file, name), name).forEach(all::add);
            }
        }
        return all;
    }

    /** The file of the working folder may be somebody else's: what it grants needs the user's consent. */
    private void addOfFolder(Surroundings surroundings) {
        Path file = surroundings.folder().resolve(FILE);
        if (!Files.exists(file)) {
            return;
        }
        String text = FileText.read(file, FILE);
        List<Setting> found = TomlFile.read(text, FILE);
        boolean agreed = found.stream().noneMatch(Trust::grants) || Trust.holds(surroundings, file, text);
        for (Setting setting : found) {
            if (settings.putIfAbsent(setting.key(), setting) == null && !agreed && Trust.grants(setting)) {
                held.add(setting.key());
            }
        }
    }

    /**
     * Agrees to what the file of the working folder grants, as it is now.
     *
     * @return the names of the settings that grant something
     * @throws CommandException if there is no such file, or it cannot be understood
     */
    public static List<String> trust(Surroundings surroundings) {
        Path file = surroundings.folder().resolve(FILE);
        String text = FileText.read(file, FILE);
        List<String> grants = TomlFile.read(text, FILE).stream()
                .filter(Trust::grants)
                .map(Setting::key)
                .toList();
        Trust.note(surroundings, file, text);
        return grants;
    }

    /** Whether a setting does not hold, as nobody has agreed to the file it is in. */
    public boolean isHeld(Setting setting) {
        return held.contains(setting.key());
    }

    private Setting agreed(Setting setting) {
        if (isHeld(setting)) {
            throw new CommandException(
                    ExitCode.DENIED,
                    "%s sets %s, and what it grants counts only when you agree. Look at the file, then: flowork config trust"
                            .formatted(setting.origin(), setting.key()));
        }
        return setting;
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
        Path folder = userFolder(surroundings);
        return folder == null ? List.of() : List.of(folder.resolve(FILE));
    }

    /** Where the user's own settings are; null if the user has no place for them. */
    static @Nullable Path userFolder(Surroundings surroundings) {
        String configured = surroundings.variable("XDG_CONFIG_HOME");
        if (configured != null) {
            return Path.of(configured, "flowork");
        }
        String home = surroundings.variable("HOME");
        return home == null ? null : Path.of(home, ".config", "flowork");
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
                table.computeIfAbsent(entryName(key, setting), _ -> agreed(setting));
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
        if (option != null) {
            return new Setting(key.key(), option, name);
        }
        Setting found = settings.get(key.key());
        return found == null ? null : agreed(found);
    }

    /** An entry of a table; null if nobody made it. */
    public @Nullable Setting entry(SettingKey key, String name) {
        Setting found = settings.get(key.entry(name));
        return found == null ? null : agreed(found);
    }

    /** The names of a table's entries. */
    public Set<String> entries(SettingKey key) {
        Set<String> names = new TreeSet<>();
        for (Setting setting : settings.values()) {
            if (SettingKey.of(setting.key()) == key) {
                names.add(entryName(key, setting));
            }
        }
        return names;
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
