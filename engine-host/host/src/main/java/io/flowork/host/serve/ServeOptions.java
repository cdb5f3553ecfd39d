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
 * @param parts which parts run in this process
 * @param listening where and what the gateway takes
 * @param store where the engine keeps workflows and runs
 * @param engine how the engine works
 * @param missed what becomes of scheduled starts that were missed
 * @param upkeep what else the engine does
 * @param reach what functions get of the machine and the network
 * @param extensions what plug-ins add to the engine
 */
public record ServeOptions(
        Path data,
        Parts parts,
        Listening listening,
        URI store,
        EngineSettings engine,
        MissedFirings missed,
        Upkeep upkeep,
        Reach reach,
        Extensions extensions) {

    /**
     * Where and what the gateway takes.
     *
     * @param bind the address to listen on
     * @param port the port to listen on; 0 for any
     * @param bodyBytes the largest content of a request
     * @param connections how many connections may be open
     */
    public record Listening(String bind, int port, long bodyBytes, int connections) {}

    /**
     * What functions get of the machine and the network.
     *
     * @param processes what processes and scripts may use
     * @param secrets where the values of secrets come from
     * @param httpHosts where requests to hosts really go
     */
    public record Reach(ProcessSettings processes, Secrets secrets, Map<String, URI> httpHosts) {}

    /**
     * What plug-ins add to the engine.
     *
     * @param plugins what was found
     * @param settings what is set for them, by their names and then the settings' names
     */
    public record Extensions(Plugins plugins, Map<String, Map<String, String>> settings) {
        /** No plug-ins. */
        public static final Extensions NONE = new Extensions(Plugins.NONE, Map.of());
    }

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
