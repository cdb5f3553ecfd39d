package io.flowork.dap.shell;

import io.flowork.api.rpc.WireTypes;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.lsp4j.debug.services.IDebugProtocolClient;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.jsonrpc.debug.DebugLauncher;
import org.jspecify.annotations.Nullable;

/** Serves one client over a pair of streams. */
public final class Serving {
    private static final long PATIENCE_MILLIS = 2_000;
    private static final System.Logger LOG = System.getLogger(Serving.class.getName());

    private Serving() {}

    /**
     * Serves a client until it disconnects or is gone.
     *
     * @param in what the client says, in the protocol's frames
     * @param out where answers go; nothing else is written to it
     */
    public static void serve(InputStream in, OutputStream out, AdapterContext context) throws InterruptedException {
        AtomicReference<@Nullable IDebugProtocolClient> connected = new AtomicReference<>();
        AtomicReference<@Nullable Overhearing> overhearing = new AtomicReference<>();
        Conversation conversation = new Conversation(request -> {
            Overhearing hearing = overhearing.get();
            if (hearing != null) {
                hearing.hear(request);
            }
        });
        Client client = new Client(connected::get);
        ExecutorService reader = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("flowork-dap-reader").factory());
        try (Debugging debugging = new Debugging(context, conversation, client)) {
            overhearing.set(new Overhearing(debugging.control(), client, conversation));
            DebugServer server = new DebugServer(debugging);
            Launcher<IDebugProtocolClient> launcher = new DebugLauncher.Builder<IDebugProtocolClient>()
                    .setLocalService(server)
                    .setRemoteInterface(IDebugProtocolClient.class)
                    .setInput(in)
                    .setOutput(out)
                    .setExecutorService(reader)
                    .setExceptionHandler(Failures::of)
                    .configureGson(WireTypes::register)
                    .wrapMessages(conversation::between)
                    .create();
            LOG.log(System.Logger.Level.DEBUG, "Flowork {0} serves a debugger", context.version());
            connected.set(launcher.getRemoteProxy());
            Future<Void> listening = launcher.startListening();
            Thread.ofVirtual().start(() -> {
                try {
                    listening.get();
                } catch (InterruptedException | ExecutionException e) {
                    LOG.log(System.Logger.Level.DEBUG, "The client's connection broke", e);
                } finally {
                    conversation.end();
                    hurry(conversation, debugging);
                }
            });
            conversation.run();
        } finally {
            reader.shutdownNow(); // not waited for: it may be reading from a client that keeps its side open
        }
    }

    /** A client that is gone gets the answers that it asked for, if they do not take long. */
    private static void hurry(Conversation conversation, Debugging debugging) {
        try {
            if (!conversation.awaitEnd(PATIENCE_MILLIS)) {
                debugging.control().stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
