package io.flowork.host.health;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Whether an engine can listen on its port, or does. */
final class PortHealth {
    private static final int PATIENCE_MILLIS = 1_000;

    private PortHealth() {}

    /**
     * Looks at a port.
     *
     * @param engine the process that has the data folder; null if none has
     */
    static Finding of(String bind, int port, @Nullable String engine) {
        if (port == 0) {
            return Finding.ok("port", "any that is free");
        }
        String address = bind + ":" + port;
        try (ServerSocket trial = new ServerSocket()) {
            trial.bind(new InetSocketAddress(InetAddress.getByName(bind), port));
            return Finding.ok("port", address + " is free");
        } catch (IOException e) {
            if (!isEngine(bind, port)) {
                return Finding.fail(
                        "port",
                        address + " is taken by another program (" + e.getMessage() + ")",
                        "find it with: ss -ltnp 'sport = :%d'; or choose another port with --port N".formatted(port));
            }
            return engine != null
                    ? Finding.ok("port", address + ", an engine answers")
                    : Finding.warn(
                            "port",
                            address + " is taken by the engine of another data folder",
                            "choose another port with --port N, or look at that folder with --data DIR");
        }
    }

    /** Whether what listens answers {@code /livez} as an engine does. */
    private static boolean isEngine(String bind, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(bind), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            String host = bind.contains(":") ? "[" + bind + "]" : bind;
            socket.getOutputStream()
                    .write("GET /livez HTTP/1.1\r\nHost: %s:%d\r\nConnection: close\r\n\r\n"
                            .formatted(host, port)
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String status = answer.readLine();
            return status != null && status.startsWith("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }
}
