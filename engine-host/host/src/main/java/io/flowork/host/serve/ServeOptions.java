package io.flowork.host.serve;

import io.flowork.functions.plugin.Plugins;
import io.flowork.functions.process.ProcessSettings;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.Secrets;
import io.flowork.runtime.schedule.MissedFirings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the engine host was asked to do.
 *
 * @param data the data folder
 * @param bind the address to listen on
 * @param port the port to listen on; 0 for any
 * @param bodyBytes the largest content of a request
 * @param connections how many connections may be open
 * @param parts which parts run in this process
 * @param engine how the engine works
 * @param missed what becomes of scheduled starts that were missed
 * @param processes what processes and scripts may use
 * @param secrets where the values of secrets come from
 * @param httpHosts where requests to hosts really go
 * @param upkeep what else the engine does
 * @param plugins what adds to the engine
 * @param store where it keeps workflows and runs
 * @param pluginSettings what is set for plug-ins, by their names and then the settings' names
 */
public record ServeOptions(
        Path data,
        String bind,
        int port,
        long bodyBytes,
        int connections,
        Parts parts,
        EngineSettings engine,
        MissedFirings missed,
        ProcessSettings processes,
        Secrets secrets,
        Map<String, URI> httpHosts,
        Upkeep upkeep,
        Plugins plugins,
        URI store,
        Map<String, Map<String, String>> pluginSettings) {
    /** The parts of an engine host. */
    public enum Parts {
        /** Core and gateway. */
        BOTH,
        /** The core, with its socket. */
        CORE,
        /** The gateway, which reaches the core by its socket. */
        GATEWAY
    }
}
