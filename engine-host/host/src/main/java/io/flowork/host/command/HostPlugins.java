package io.flowork.host.command;

import io.flowork.functions.plugin.Plugins;
import io.flowork.host.config.Configuration;
import io.flowork.host.config.Setting;
import io.flowork.host.config.SettingKey;
import io.flowork.host.exit.CommandException;
import io.flowork.host.serve.DataFolder;
import io.flowork.host.terminal.Surroundings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The plug-ins of the data folder, which commands without an engine use too. A workspace has none of its own: whoever copies
 * somebody's workflows does not want their programs.
 */
final class HostPlugins {
    private HostPlugins() {}

    /** The plug-ins in the data folder that is set, else the usual one. */
    static Plugins of(Configuration configuration, Surroundings surroundings) {
        Setting data = configuration.one(SettingKey.SERVE_DATA, null, "");
        if (data == null && surroundings.variable("XDG_DATA_HOME") == null && surroundings.variable("HOME") == null) {
            return Plugins.NONE;
        }
        Path folder = data == null ? DataFolder.usual(surroundings) : surroundings.path(data.value());
        return Plugins.in(folder.toAbsolutePath().resolve(Plugins.FOLDER));
    }

    /**
     * What is set for plug-ins, by their names and then the settings' names.
     *
     * @throws CommandException if a setting names no plug-in
     */
    static Map<String, Map<String, String>> settings(Configuration configuration) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        for (Map.Entry<String, Setting> entry :
                configuration.table(SettingKey.PLUGINS, List.of(), "").entrySet()) {
            int dot = entry.getKey().indexOf('.');
            if (dot <= 0) {
                throw CommandException.usage("%s: '%s' is of no plug-in; write plugins.NAME.%s"
                        .formatted(entry.getValue().origin(), entry.getValue().key(), entry.getKey()));
            }
            all.computeIfAbsent(entry.getKey().substring(0, dot), name -> new LinkedHashMap<>())
                    .put(entry.getKey().substring(dot + 1), entry.getValue().value());
        }
        return all;
    }
}
