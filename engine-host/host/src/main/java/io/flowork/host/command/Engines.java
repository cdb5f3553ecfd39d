package io.flowork.host.command;

import io.flowork.api.Problem.Kind;
import io.flowork.api.remote.RemoteAccess;
import io.flowork.api.remote.WebSocketAccess;
import io.flowork.dap.session.RefusedException;
import io.flowork.gateway.TokenFile;
import io.flowork.host.config.Configuration;
import io.flowork.host.config.Setting;
import io.flowork.host.config.SettingKey;
import io.flowork.host.exit.CommandException;
import io.flowork.host.serve.CoreSocket;
import io.flowork.host.serve.DataFolder;
import io.flowork.host.terminal.Surroundings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/** Engines as people call them: by the address, by a data folder, or by a name that is saved in {@code [engines]}. */
final class Engines {
    /** Where the token of an engine elsewhere is. */
    private static final String TOKEN = "FLOWORK_ENGINE_TOKEN";

    private static final Set<String> LOCAL = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Surroundings surroundings;

    Engines(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * The way to an engine. A name counts before a folder that is called so.
     *
     * @throws RefusedException if there is no such engine, with what to write instead
     * @throws CommandException if the settings cannot be read, or nobody has agreed to the file that names it
     */
    RemoteAccess of(String named) {
        if (isAddress(named)) {
            return at(named);
        }
        Configuration configuration = Configuration.of(surroundings);
        Setting saved = configuration.entry(SettingKey.ENGINES, named);
        if (saved == null) {
            return folder(named, configuration);
        }
        return isAddress(saved.value()) ? at(saved.value()) : folder(saved.value(), configuration);
    }

    private static boolean isAddress(String named) {
        return named.contains("://");
    }

    private RemoteAccess folder(String named, Configuration configuration) {
        Path folder;
        try {
            folder = surroundings.path(named);
        } catch (InvalidPathException e) {
            throw nothing(named, configuration);
        }
        if (!Files.isDirectory(folder)) {
            throw nothing(named, configuration);
        }
        return CoreSocket.to(folder);
    }

    private static RefusedException nothing(String named, Configuration configuration) {
        Set<String> saved = configuration.entries(SettingKey.ENGINES);
        return new RefusedException("There is no engine at '" + named
                + "': that is no address such as http://127.0.0.1:7411, no data folder, and no name in [engines] of flowork.toml"
                + (saved.isEmpty() ? "" : ", which has " + String.join(", ", saved)));
    }

    private RemoteAccess at(String named) {
        try {
            URI address = URI.create(named);
            return new WebSocketAccess(address, () -> token(address));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    /** The token of this machine's engine is for engines of this machine only. */
    private String token(URI address) {
        String given = surroundings.variable(TOKEN);
        if (given != null) {
            return given;
        }
        try {
            if (LOCAL.contains(String.valueOf(address.getHost()))) {
                return Files.readString(DataFolder.usual(surroundings).resolve(TokenFile.NAME))
                        .strip();
            }
            throw new NoSuchFileException(TokenFile.NAME);
        } catch (IOException | CommandException e) { // also when nobody has a home here
            throw Kind.UNAUTHENTICATED.because(
                    "The engine wants a token: set the variable %s to the content of the file '%s' in its data folder"
                            .formatted(TOKEN, TokenFile.NAME));
        }
    }
}
