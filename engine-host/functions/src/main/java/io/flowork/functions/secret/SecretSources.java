package io.flowork.functions.secret;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.plugin.Plugins;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.SecretSource;
import io.flowork.grammar.json.JsonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The places where secrets are looked for, in order: the first that has one gives it. Thread-safe.
 *
 * <p>The sources are found when the first secret is asked for, so that a workflow without secrets loads none.
 */
public final class SecretSources {
    /** The order unless the owner sets another; further sources come after these. */
    public static final List<String> ORDER = List.of("files", "environment", "command");

    private final @Nullable List<String> order;
    private final Map<String, String> settings;
    private final Map<String, String> environment;
    private final Path folder;
    private final Plugins plugins;
    private @Nullable List<SecretSource> sources;

    /**
     * The engine's own sources and those of plug-ins.
     *
     * @param order the names of those to use, in their order; null for all
     * @param settings each source's own setting, by the source's name
     * @param environment the engine's environment
     * @param folder the folder that relative paths begin at
     * @param plugins where further sources are
     */
    public SecretSources(
            @Nullable List<String> order,
            Map<String, String> settings,
            Map<String, String> environment,
            Path folder,
            Plugins plugins) {
        this.order = order == null ? null : List.copyOf(order);
        this.settings = Map.copyOf(settings);
        this.environment = Map.copyOf(environment);
        this.folder = folder;
        this.plugins = plugins;
    }

    /** The names of all sources there are, whether they are used or not. */
    public List<String> names() {
        return List.copyOf(found().keySet());
    }

    /**
     * The value of a secret.
     *
     * @throws FunctionException if no source has it, with where it was looked for, or one cannot give it
     */
    public JsonValue value(String secret) throws FunctionException, InterruptedException {
        List<String> looked = new ArrayList<>();
        for (SecretSource source : sources()) {
            SecretSource.Settings own = new SecretSource.Settings(settings.get(source.name()), environment, folder);
            JsonValue value = source.value(secret, own);
            if (value != null) {
                return value;
            }
            String where = source.where(secret, own);
            if (where != null) {
                looked.add(where);
            }
        }
        throw Failures.configuration("The secret '" + secret + "' is not configured; it is not in "
                + (looked.isEmpty() ? "any source" : String.join(", nor in ", looked)) + ".");
    }

    private synchronized List<SecretSource> sources() throws FunctionException {
        List<SecretSource> used = sources;
        if (used == null) {
            Map<String, SecretSource> found = found();
            used = new ArrayList<>();
            for (String name : order == null ? found.keySet() : order) {
                SecretSource source = found.get(name);
                if (source == null) {
                    throw Failures.configuration("The setting 'secrets.order' names '" + name + "', but there are "
                            + String.join(", ", found.keySet()) + ".");
                }
                used.add(source);
            }
            sources = used;
        }
        return used;
    }

    private Map<String, SecretSource> found() {
        Map<String, SecretSource> found = new LinkedHashMap<>();
        for (SecretSource own : List.of(new FileSecrets(), new EnvironmentSecrets(), new CommandSecrets())) {
            found.put(own.name(), own);
        }
        List<String> own = List.copyOf(found.keySet());
        plugins.named(SecretSource.class, "source of secrets", SecretSource::name, own)
                .forEach((name, provided) -> found.put(name, provided.service()));
        return found;
    }
}
