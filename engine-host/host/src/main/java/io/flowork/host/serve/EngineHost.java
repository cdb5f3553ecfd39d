package io.flowork.host.serve;

import io.flowork.api.EngineAccess;
import io.flowork.api.EngineClient;
import io.flowork.api.remote.RemoteAccess;
import io.flowork.dap.shell.AdapterContext;
import io.flowork.dap.shell.Serving;
import io.flowork.functions.Functions;
import io.flowork.functions.http.HttpSettings;
import io.flowork.gateway.CurrentToken;
import io.flowork.gateway.Gateway;
import io.flowork.gateway.GatewaySettings;
import io.flowork.gateway.TokenFile;
import io.flowork.gateway.stream.FramedProtocol;
import io.flowork.gateway.stream.TextSocketRoute;
import io.flowork.host.debug.EngineRuns;
import io.flowork.host.editor.LanguageServers;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.serve.ServeOptions.Parts;
import io.flowork.host.terminal.LogSettings;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.trace.Collector;
import io.flowork.host.trace.TraceExporter;
import io.flowork.host.workspace.Version;
import io.flowork.runtime.Engine;
import io.flowork.runtime.service.DeployedWorkflows;
import io.flowork.runtime.service.LocalEngineService;
import io.flowork.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Core and gateway of one data folder, as far as they run in this process. */
public final class EngineHost {
    private static final System.Logger LOG = System.getLogger(EngineHost.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final ServeOptions options;
    private final Surroundings surroundings;
    private final Deque<Runnable> closing = new ArrayDeque<>();
    private @Nullable LocalEngineService service;
    private final Supervisor supervisor;
    private String listening = "";
    private @Nullable EventSources sources;
    private boolean stopped;

    private EngineHost(ServeOptions options, Surroundings surroundings) {
        this.options = options;
        this.surroundings = surroundings;
        this.supervisor = new Supervisor(surroundings);
    }

    /**
     * Starts what is to run here; runs that an earlier process left go on in the background.
     *
     * @throws CommandException if it cannot start
     */
    public static EngineHost start(ServeOptions options, Surroundings surroundings) {
        if (options.parts() != Parts.GATEWAY) {
            EventSources.check(
                    options.extensions().plugins(), options.extensions().settings());
        }
        EngineHost host = new EngineHost(options, surroundings);
        boolean started = false;
        try {
            EngineAccess access = options.parts() == Parts.GATEWAY ? CoreSocket.to(options.data()) : host.core();
            if (host.service != null) {
                host.service.recover(); // before anybody can bring events, so that they find who listens
            }
            if (options.parts() != Parts.GATEWAY) {
                CoreSocket socket = CoreSocket.serve(options.data(), access);
                host.closing.push(socket::close);
            }
            if (options.parts() == Parts.CORE) {
                host.listening(options.data().resolve(CoreSocket.NAME).toString());
            } else {
                host.gateway(access);
            }
            if (host.service != null) {
                host.service.retain(
                        options.upkeep().retention(), options.upkeep().sweepEvery());
                EventSources sources = EventSources.start(
                        options.extensions().plugins(), options.extensions().settings(), host.service);
                host.closing.push(sources::close);
                host.sources = sources;
            }
            host.supervised();
            started = true;
            return host;
        } finally {
            if (!started) {
                host.close();
            }
        }
    }

    private void supervised() {
        closing.push(supervisor::close);
        LocalEngineService local = service;
        supervisor.ready(listening, () -> {
            try {
                return local == null
                        || local.open(EngineClient.NONE).health().get(PATIENCE.toSeconds(), TimeUnit.SECONDS) != null;
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("no health", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
    }

    private void listening(String where) {
        listening = "listening on " + where;
        say(listening);
    }

    /** Says something to whoever started the process; in a log of JSON, in its form. */
    private void say(String text) {
        if (LogSettings.current().format() == LogSettings.Format.JSON) {
            LOG.log(System.Logger.Level.INFO, text);
            return;
        }
        surroundings.err().println(text);
        surroundings.err().flush();
    }

    private EngineAccess core() {
        Path folder = options.data();
        DataFolder owned = DataFolder.take(folder, surroundings.show(folder));
        closing.push(owned::close);
        Store store =
                StoreUrl.open(options.store(), folder, options.extensions().plugins());
        closing.push(store::close);
        Clock clock = Clock.systemUTC();
        Functions functions = Functions.load(
                HttpSettings.DEFAULT.withHostOverrides(options.reach().httpHosts()),
                options.reach().processes(),
                options.extensions().plugins(),
                null);
        DeployedWorkflows workflows = new DeployedWorkflows(store, clock, functions.signatures());
        Engine engine = new Engine(
                options.engine(), store, functions, workflows, options.reach().secrets(), clock);
        LocalEngineService local =
                new LocalEngineService(engine, store, workflows, Version.current(), clock, options.missed());
        closing.push(() -> local.stop(Duration.ZERO));
        Collector traces = options.upkeep().traces();
        if (traces != null) {
            TraceExporter exporter =
                    new TraceExporter(traces, options.reach().secrets(), Version.current(), store, workflows);
            engine.observe(exporter);
            engine.traceCalls();
            closing.push(exporter::close);
            local.count("trace_spans_sent", exporter::sent);
            local.count("traces_dropped", exporter::dropped);
        }
        service = local;
        return local;
    }

    private void gateway(EngineAccess access) {
        Path folder = options.data();
        ServeOptions.Listening at = options.listening();
        DataFolder.make(folder, surroundings.show(folder));
        try {
            GatewaySettings settings = GatewaySettings.of(
                            at.bind(),
                            at.port(),
                            new CurrentToken(folder),
                            folder.resolve(TokenFile.NAME).toString(),
                            Version.current())
                    .limitedTo(at.bodyBytes(), at.connections());
            LanguageServers servers =
                    new LanguageServers(surroundings, options.extensions().plugins(), new LocalEngine(surroundings));
            closing.push(servers::close);
            Gateway gateway = Gateway.start(
                    settings,
                    access,
                    List.of(
                            new TextSocketRoute(
                                    "/v1/lsp",
                                    "openLsp",
                                    "The language server: LSP 3.17 over a WebSocket, one message a text frame.",
                                    servers),
                            debugging(access)));
            closing.push(gateway::close);
            String host = at.bind().contains(":") ? "[" + at.bind() + "]" : at.bind();
            listening("http://" + host + ":" + gateway.port());
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.BROKEN,
                    "%s:%d cannot be listened on (%s). Is another engine running there? Choose another port with --port N, or --port 0 for any that is free"
                            .formatted(at.bind(), at.port(), reason(e)),
                    e);
        }
    }

    /** Debuggers of the engine's runs. */
    private static TextSocketRoute debugging(EngineAccess access) {
        RemoteAccess engine = access instanceof RemoteAccess remote ? remote : (client, lost) -> access.open(client);
        AdapterContext context = new AdapterContext(Version.current(), new EngineRuns(engine));
        return new TextSocketRoute(
                "/v1/dap",
                "openDap",
                "The debug adapter: DAP over a WebSocket, one message a text frame.",
                new FramedProtocol("flowork-dap", (in, out) -> Serving.serve(in, out, context)));
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /** Takes no more work, lets calls come to their end, and closes everything. No run is ended by it. */
    public synchronized void stop() {
        if (stopped) {
            return;
        }
        supervisor.stopping();
        if (sources != null) {
            sources.close();
        }
        LocalEngineService local = service;
        if (local != null) {
            int left = local.stop(PATIENCE);
            if (left > 0) {
                say("flowork: %d calls were left; they are made again, with the same keys, at the next start"
                        .formatted(left));
            }
        }
        close();
    }

    private synchronized void close() {
        stopped = true;
        while (!closing.isEmpty()) {
            closing.pop().run();
        }
    }
}
