package io.flowork.host.health;

import io.flowork.functions.plugin.Plugins;
import io.flowork.functions.process.ProcessSettings;
import io.flowork.runtime.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * How an engine would be set up.
 *
 * @param data its data folder
 * @param bind the address it would listen on
 * @param port its port
 * @param settings each setting with where it was made
 * @param allowed what workflows may do on this machine
 * @param processes what processes may use
 * @param plugins what adds to it
 * @param secretSources the names of all sources of secrets
 * @param secrets where it gets secrets from
 */
public record EngineSetup(
        Path data,
        String bind,
        int port,
        List<String> settings,
        Set<String> allowed,
        ProcessSettings processes,
        Plugins plugins,
        List<String> secretSources,
        Secrets secrets) {
    /** Copies the lists. */
    public EngineSetup {
        settings = List.copyOf(settings);
        allowed = Set.copyOf(allowed);
        secretSources = List.copyOf(secretSources);
    }

    List<Finding> findings() {
        return List.of(
                Finding.ok("configuration", settings.isEmpty() ? "all defaults" : String.join(", ", settings)),
                Finding.ok(
                        "allowed",
                        allowed.isEmpty()
                                ? "no processes and containers; JavaScript runs in a sandbox"
                                : String.join(", ", allowed.stream().sorted().toList())),
                Finding.ok("secret sources", String.join(", ", secretSources)));
    }
}
