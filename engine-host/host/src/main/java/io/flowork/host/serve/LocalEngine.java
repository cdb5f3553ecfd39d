package io.flowork.host.serve;

import io.flowork.api.EngineAccess;
import io.flowork.host.config.Configuration;
import io.flowork.host.config.Setting;
import io.flowork.host.config.SettingKey;
import io.flowork.host.exit.CommandException;
import io.flowork.host.recorded.EngineFinder;
import io.flowork.host.terminal.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The engine at work in the user's data folder, or in that which {@code serve.data} names. */
public record LocalEngine(Surroundings surroundings) implements EngineFinder {
    @Override
    public Optional<EngineAccess> of(Path folder) {
        Surroundings there = surroundings.in(folder);
        try {
            Setting named = Configuration.of(there).one(SettingKey.SERVE_DATA, null, SettingKey.SERVE_DATA.key());
            Path data = named == null ? DataFolder.usual(there) : there.path(named.value());
            return Files.exists(data.resolve(CoreSocket.NAME)) ? Optional.of(CoreSocket.to(data)) : Optional.empty();
        } catch (CommandException e) {
            System.getLogger(LocalEngine.class.getName())
                    .log(System.Logger.Level.DEBUG, "No engine is asked for runs", e);
            return Optional.empty();
        }
    }
}
