package io.flowork.host.command;

import io.flowork.host.config.Configuration;
import io.flowork.host.config.Setting;
import io.flowork.host.config.SettingKey;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.store.Retention;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** How long ended runs are kept, as settings and options say. */
final class RetentionOptions {
    static final String AGE = "--older-than";
    static final String COUNT = "--keep";
    static final String BYTES = "--max-bytes";

    private RetentionOptions() {}

    /** What is set, without any options. */
    static Retention settings(Configuration settings) {
        return new Retention(
                age(settings.one(SettingKey.RETENTION_AGE, null, "")),
                number(settings.one(SettingKey.RETENTION_COUNT, null, "")),
                number(settings.one(SettingKey.RETENTION_BYTES, null, "")));
    }

    /** What the options of a command say; for ever when none is given. */
    static Retention options(ParseResult arguments) {
        return new Retention(
                age(option(arguments, AGE)), number(option(arguments, COUNT)), number(option(arguments, BYTES)));
    }

    private static @Nullable Setting option(ParseResult arguments, String name) {
        String value = Specs.value(arguments, name);
        return value == null ? null : new Setting(name, value, name);
    }

    private static @Nullable Duration age(@Nullable Setting setting) {
        if (setting == null) {
            return null;
        }
        String text = setting.value();
        if (text.matches("[0-9]{1,6}")) {
            return Duration.ofDays(Long.parseLong(text));
        }
        try {
            Duration age = Duration.parse(text);
            if (!age.isNegative() && age.toDays() < 1_000_000) {
                return age;
            }
        } catch (DateTimeException e) {
            throw wrong(setting, "an age: a number of days, or a duration such as P30D or PT12H", e);
        }
        throw wrong(setting, "an age: a number of days, or a duration such as P30D or PT12H", null);
    }

    private static @Nullable Long number(@Nullable Setting setting) {
        if (setting == null) {
            return null;
        }
        String text = setting.value().replace("_", "");
        if (text.matches("[0-9]{1,18}")) {
            return Long.valueOf(text);
        }
        throw wrong(setting, "a whole number from 0", null);
    }

    private static CommandException wrong(Setting setting, String wanted, @Nullable Throwable cause) {
        String name = setting.key().equals(setting.origin()) ? "" : setting.origin() + ": ";
        return new CommandException(
                ExitCode.USAGE,
                "%s%s is %s; it is '%s'".formatted(name, setting.key(), wanted, setting.value()),
                cause);
    }
}
