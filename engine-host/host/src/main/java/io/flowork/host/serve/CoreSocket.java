package io.flowork.host.serve;

import io.flowork.api.EngineAccess;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineSession;
import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.api.remote.RemoteAccess;
import io.flowork.api.rpc.RpcClient;
import io.flowork.api.rpc.RpcServer;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The Unix socket of a core, which carries JSON-RPC: for gateways apart from it, and for commands. */
public final class CoreSocket implements AutoCloseable {
    /** The socket's name within the data folder. */
    public static final String NAME = "core.sock";

    /** What every system allows for the path of a socket, less the longer name it is made under. */
    private static final int LONGEST = 80;

    private final Path path;
    private final ServerSocketChannel server;
    private final EngineAccess engine;
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

    private CoreSocket(Path path, ServerSocketChannel server, EngineAccess engine) {
        this.path = path;
        this.server = server;
        this.engine = engine;
    }

    /** Serves an engine on the socket of a data folder, which this process owns. */
    public static CoreSocket serve(Path folder, EngineAccess engine) {
        Path path = folder.resolve(NAME);
        if (folder.toString().length() > LONGEST) {
            throw new CommandException(
                    ExitCode.BROKEN,
                    "the path %s is too long for a socket: the data folder's may have %d characters. Choose another with --data DIR"
                            .formatted(path, LONGEST));
        }
        try {
            CoreSocket socket = new CoreSocket(path, bind(folder, path), engine);
            Thread.ofPlatform().name("flowork-socket").daemon().start(socket::accept);
            return socket;
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.BROKEN, "the socket %s cannot be made (%s)".formatted(path, e.getMessage()), e);
        }
    }

    /** Bound where nobody else can look and moved when its mode is set, so that it is never open to others. */
    private static ServerSocketChannel bind(Path folder, Path path) throws IOException {
        Path hidden = Files.createTempDirectory(
                folder, "s", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            Path made = hidden.resolve("s");
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(made));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
            Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
            return server;
        } finally {
            Files.deleteIfExists(hidden);
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().name("core-connection").start(() -> serve(connection));
            } catch (IOException e) {
                System.getLogger(CoreSocket.class.getName()).log(System.Logger.Level.DEBUG, "the socket was closed", e);
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            RpcServer.serve(engine, Channels.newInputStream(connection), Channels.newOutputStream(connection));
        } catch (IOException e) {
            System.getLogger(CoreSocket.class.getName()).log(System.Logger.Level.DEBUG, "a gateway left", e);
        } finally {
            connections.remove(connection);
        }
    }

    /** A way to the core of a data folder; it is asked for whenever a session is opened. */
    public static RemoteAccess to(Path folder) {
        Path path = folder.resolve(NAME);
        return (client, lost) -> open(path, client, lost);
    }

    private static EngineSession open(Path path, EngineClient client, Runnable lost) {
        try {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
            AtomicBoolean over = new AtomicBoolean();
            Closeable connection = () -> {
                channel.close();
                if (over.compareAndSet(false, true)) {
                    lost.run();
                }
            };
            return RpcClient.open(
                    Channels.newInputStream(channel), Channels.newOutputStream(channel), connection, client);
        } catch (IOException e) {
            throw new ProblemException(
                    Kind.UNAVAILABLE.of("There is no engine at %s. Start one with: flowork serve --data %s"
                            .formatted(path, path.getParent())),
                    e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel connection : connections) {
                connection.close();
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            System.getLogger(CoreSocket.class.getName()).log(System.Logger.Level.DEBUG, "the socket is left behind", e);
        }
    }
}
