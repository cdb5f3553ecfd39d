package io.flowork.host.editor;

import io.flowork.functions.Functions;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.plugin.Plugins;
import io.flowork.gateway.stream.TextProtocol;
import io.flowork.host.check.EditorFiles;
import io.flowork.host.recorded.EditorRuns;
import io.flowork.host.recorded.EngineFinder;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.Version;
import io.flowork.lsp.shell.MessageSession;
import io.flowork.lsp.shell.ServerContext;
import org.jspecify.annotations.Nullable;

/** The language servers of this process, one for each client: what they share is made when the first one is asked for. */
public final class LanguageServers implements TextProtocol, AutoCloseable {
    private final Surroundings surroundings;
    private final Plugins plugins;
    private final EngineFinder engines;
    private @Nullable EditorRuns runs;
    private @Nullable ServerContext context;

    /**
     * No server yet.
     *
     * @param plugins where further functions are
     * @param engines finds who has run workflows that nobody ran here
     */
    public LanguageServers(Surroundings surroundings, Plugins plugins, EngineFinder engines) {
        this.surroundings = surroundings;
        this.plugins = plugins;
        this.engines = engines;
    }

    /** What a server is given. */
    public synchronized ServerContext context() {
        ServerContext known = context;
        if (known == null) {
            EditorRuns read = new EditorRuns(surroundings, engines);
            known = new ServerContext(
                    Version.current(),
                    Functions.load(HttpSettings.DEFAULT, plugins).signatures(),
                    new EditorFiles(surroundings),
                    read);
            runs = read;
            context = known;
        }
        return known;
    }

    @Override
    public Session open(Peer peer) {
        MessageSession session = MessageSession.open(context(), peer::send, peer::close);
        return new Session() {
            @Override
            public void receive(String message) {
                session.receive(message);
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }

    @Override
    public synchronized void close() {
        if (runs != null) {
            runs.close();
        }
    }
}
