package io.flowork.host.command;

import io.flowork.functions.plugin.Plugins;
import io.flowork.functions.secret.SecretSources;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.config.Configuration;
import io.flowork.host.config.Setting;
import io.flowork.host.config.SettingKey;
import io.flowork.host.exit.CommandException;
import io.flowork.host.terminal.Surroundings;
import io.flowork.runtime.Secrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The secrets of the sources that {@code [secrets]} in the configuration orders and sets up. */
final class HostSecrets implements Secrets {
    private static final String ORDER = "order";

    private final SecretSources sources;

    private HostSecrets(SecretSources sources) {
        this.sources = sources;
    }

    /**
     * The secrets as they are configured.
     *
     * @param plugins where further sources are
     * @throws CommandException if a setting is of no source
     */
    static HostSecrets of(Configuration configuration, Surroundings surroundings, Plugins plugins) {
        Map<String, Setting> table = configuration.table(SettingKey.SECRETS, List.of(), "");
        List<String> order = null;
        Map<String, String> own = new LinkedHashMap<>();
        for (Map.Entry<String, Setting> entry : table.entrySet()) {
            if (entry.getKey().equals(ORDER)) {
                order = List.of(entry.getValue().value().strip().split("\\s*,\\s*", -1));
            } else {
                own.put(entry.getKey(), entry.getValue().value());
            }
        }
        SecretSources sources =
                new SecretSources(order, own, surroundings.environment(), surroundings.folder(), plugins);
        if (!table.isEmpty()) {
            List<String> names = new ArrayList<>(sources.names());
            for (Map.Entry<String, Setting> entry : table.entrySet()) {
                for (String name : entry.getKey().equals(ORDER) && order != null ? order : List.of(entry.getKey())) {
                    known(name, names, entry.getValue());
                }
            }
        }
        return new HostSecrets(sources);
    }

    private static void known(String name, List<String> names, Setting setting) {
        if (!names.contains(name)) {
            @Nullable String nearest = Nearest.of(name, names);
            throw CommandException.usage("%s: there is no source of secrets '%s'%s; there are %s"
                    .formatted(
                            setting.origin(),
                            name,
                            nearest == null ? "" : " (did you mean '" + nearest + "'?)",
                            String.join(", ", names)));
        }
    }

    /** The names of all sources there are. */
    List<String> sources() {
        return sources.names();
    }

    @Override
    public Optional<JsonValue> value(String name) throws FunctionException {
        try {
            return Optional.of(sources.value(name));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
