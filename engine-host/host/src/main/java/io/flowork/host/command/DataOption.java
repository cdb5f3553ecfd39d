package io.flowork.host.command;

import io.flowork.host.config.Configuration;
import io.flowork.host.config.Setting;
import io.flowork.host.config.SettingKey;
import io.flowork.host.serve.DataFolder;
import io.flowork.host.terminal.Surroundings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The option that names an engine's data folder, and what stands for it when it is not given. */
final class DataOption {
    static final String NAME = "--data";

    private DataOption() {}

    static OptionSpec spec() {
        return Specs.option(NAME, "DIR", "Where everything is kept. Default: flowork in the user's data folder.");
    }

    /** The folder, absolute. */
    static Path folder(ParseResult arguments, Configuration settings, Surroundings surroundings) {
        @Nullable Setting data = settings.one(SettingKey.SERVE_DATA, Specs.value(arguments, NAME), NAME);
        Path folder = data == null ? DataFolder.usual(surroundings) : surroundings.path(data.value());
        return folder.toAbsolutePath();
    }
}
