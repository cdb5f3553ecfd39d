package io.flowork.lsp.shell;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.services.LanguageClient;
import org.jspecify.annotations.Nullable;

/** Serves one client over a pair of streams. */
public final class Serving {
    private static final System.Logger LOG = System.getLogger(Serving.class.getName());

    private Serving() {}

    /**
     * Serves a client until it says goodbye or is gone.
     *
     * @param in what the client says, in the protocol's frames
     * @param out where answers go; nothing else is written to it
     * @return whether the client said goodbye in order, as the protocol asks: shutdown, then exit
     */
    public static boolean serve(InputStream in, OutputStream out, ServerContext context) throws InterruptedException {
        return serve(in, out, context, false);
    }

    /**
     * The same for the program that has started this process: the end of the process that it says it is ends this, too, as
     * others may have inherited its side of the streams.
     */
    public static boolean serveStarter(InputStream in, OutputStream out, ServerContext context)
            throws InterruptedException {
        return serve(in, out, context, true);
    }

    private static final class Building extends Launcher.Builder<LanguageClient> {
        @Override
        protected MessageJsonHandler createJsonHandler() {
            return new Messages(getSupportedMethods());
        }
    }

    private static boolean serve(InputStream in, OutputStream out, ServerContext context, boolean endsWithClient)
            throws InterruptedException {
        AtomicReference<@Nullable LanguageClient> client = new AtomicReference<>();
        ExecutorService reader = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("flowork-lsp-reader").factory());
        try (FloworkLanguageServer server = new FloworkLanguageServer(context, client::get)) {
            Launcher<LanguageClient> launcher = new Building()
                    .setLocalService(server)
                    .setRemoteInterface(LanguageClient.class)
                    .setInput(in)
                    .setOutput(out)
                    .setExecutorService(reader)
                    .setExceptionHandler(Failures::of)
                    .create();
            client.set(launcher.getRemoteProxy());
            if (endsWithClient) {
                server.endWithClient();
            }
            Future<Void> listening = launcher.startListening();
            Thread.ofVirtual().start(() -> {
                try {
                    listening.get();
                } catch (InterruptedException | ExecutionException e) {
                    LOG.log(System.Logger.Level.DEBUG, "The client's connection broke", e);
                } finally {
                    server.exit();
                }
            });
            server.awaitExit();
            return server.isShutDown();
        } finally {
            reader.shutdownNow(); // not waited for: it may be reading from a client that keeps its side open
        }
    }
}
