package io.flowork.host.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** A bad network between a client and an engine: it loses connections, says nothing, or leads elsewhere. */
final class FlakyProxy implements AutoCloseable {
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    /** Taken while something passes; nothing passes when it is gone. */
    private final Semaphore passing = new Semaphore(Integer.MAX_VALUE);

    private volatile int target;
    private volatile boolean refusing;
    private volatile boolean cutsAnswers;

    FlakyProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** New connections lead elsewhere, and there are no old ones. */
    void leadTo(int other) {
        target = other;
        cut();
    }

    /** Connections are lost, and new ones too until {@link #restore}. */
    void refuse() {
        refusing = true;
        cut();
    }

    /** Everything is as it should be. */
    void restore() {
        refusing = false;
    }

    /** The next answer is lost, and its connection with it. */
    void cutNextAnswer() {
        cutsAnswers = true;
    }

    /** Connections are lost. */
    void cut() {
        open.forEach(FlakyProxy::close);
    }

    /** Nothing passes any more, but nobody is told. */
    void freeze() {
        passing.acquireUninterruptibly(Integer.MAX_VALUE);
    }

    /** What waits passes. */
    void thaw() {
        passing.release(Integer.MAX_VALUE);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                open.add(client);
                Socket engine = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(engine);
                Thread.ofVirtual().start(() -> pass(client, engine, false));
                Thread.ofVirtual().start(() -> pass(engine, client, true));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    cut();
                }
            }
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        byte[] bytes = new byte[8_192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (answers && cutsAnswers) {
                    cutsAnswers = false;
                    return;
                }
                passing.acquireUninterruptibly();
                try {
                    out.write(bytes, 0, read);
                } finally {
                    passing.release();
                }
            }
        } catch (IOException e) {
            close(to);
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.setSoLinger(true, 0); // as if it was cut
            socket.close();
        } catch (IOException e) {
            if (!socket.isClosed()) { // another may have been quicker
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
