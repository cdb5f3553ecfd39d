package io.flowork.gateway.stream;

import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;

/**
 * A protocol that is served over streams, with a header before each message as in the Language Server Protocol and the Debug
 * Adapter Protocol: over WebSockets each message is a text without it.
 */
public final class FramedProtocol implements TextProtocol {
    private static final System.Logger LOG = System.getLogger(FramedProtocol.class.getName());

    /** Serves one client. */
    @FunctionalInterface
    public interface Server {
        /** Serves until the client has said goodbye, or the input ends. */
        void serve(InputStream in, OutputStream out) throws InterruptedException;
    }

    private final String name;
    private final Server server;

    /**
     * A protocol.
     *
     * @param name what is served, for names of threads
     */
    public FramedProtocol(String name, Server server) {
        this.name = name;
        this.server = server;
    }

    @Override
    public Session open(Peer peer) {
        try {
            Pipe said = Pipe.open(); // of the system's: those of java.io fail when a thread that wrote has ended
            Thread.ofVirtual().name(name).start(() -> serve(Channels.newInputStream(said.source()), peer));
            return new Framing(Channels.newOutputStream(said.sink()));
        } catch (IOException e) {
            throw new ProblemException(Kind.UNAVAILABLE.of("Nobody can be served now: " + e.getMessage()), e);
        }
    }

    private void serve(InputStream in, Peer peer) {
        try (in;
                MessageFrames out = new MessageFrames(peer::send)) {
            server.serve(in, out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) { // of this client; others are served
            LOG.log(System.Logger.Level.WARNING, "A session of " + name + " failed", e);
        } finally {
            peer.close();
        }
    }

    /** Gives the server what the client says. */
    private static final class Framing implements Session {
        private final OutputStream out;

        Framing(OutputStream out) {
            this.out = out;
        }

        @Override
        public void receive(String message) {
            byte[] text = message.getBytes(StandardCharsets.UTF_8);
            byte[] header = ("Content-Length: " + text.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
            try { // they come one after the other
                out.write(header);
                out.write(text);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "the session has ended", e);
            }
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "the session has ended", e);
            }
        }
    }
}
