package io.flowork.host.command;

import io.flowork.host.config.Configuration;
import io.flowork.host.config.Setting;
import io.flowork.host.config.SettingKey;
import io.flowork.host.exit.CommandException;
import io.flowork.host.terminal.LogSettings;
import io.flowork.host.terminal.LogSettings.Format;
import io.flowork.host.terminal.Surroundings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** How a server logs. */
final class LogOption {
    static final String NAME = "--log";

    private static final Map<String, Format> FORMATS = new LinkedHashMap<>();
    private static final Map<String, System.Logger.Level> LEVELS = new LinkedHashMap<>();

    static {
        FORMATS.put("text", Format.TEXT);
        FORMATS.put("json", Format.JSON);
        LEVELS.put("error", System.Logger.Level.ERROR);
        LEVELS.put("warning", System.Logger.Level.WARNING);
        LEVELS.put("info", System.Logger.Level.INFO);
        LEVELS.put("debug", System.Logger.Level.DEBUG);
    }

    private LogOption() {}

    static LogSettings settings(Configuration settings, ParseResult arguments, Surroundings surroundings) {
        return new LogSettings(
                one(settings.one(SettingKey.SERVE_LOG, Specs.value(arguments, NAME), NAME), FORMATS, Format.TEXT),
                one(settings.one(SettingKey.SERVE_LOG_LEVEL, null, ""), LEVELS, System.Logger.Level.INFO),
                surroundings.errPaint());
    }

    private static <T> T one(@Nullable Setting setting, Map<String, T> all, T usual) {
        if (setting == null) {
            return usual;
        }
        T chosen = all.get(setting.value());
        if (chosen == null) {
            throw CommandException.usage("%s: %s is one of %s; it is '%s'"
                    .formatted(setting.origin(), setting.key(), String.join(", ", all.keySet()), setting.value()));
        }
        return chosen;
    }
}
