package io.flowork.host.command;

import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A port of this machine at which everybody who connects is served. */
final class LocalPort {
    private LocalPort() {}

    /** Serves one client until it leaves. */
    @FunctionalInterface
    interface Service {
        void serve(InputStream in, OutputStream out) throws IOException, InterruptedException;
    }

    /**
     * The number of a port.
     *
     * @throws CommandException if it is none
     */
    static int number(String port) {
        int number = port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : -1;
        if (number < 0 || number > 65_535) {
            throw CommandException.usage("--port is a number from 0 to 65535, not '" + port + "'");
        }
        return number;
    }

    /**
     * Serves everybody who connects, each in a thread of its own, until this process is ended.
     *
     * @param port the number of the port; 0 for a free one
     * @param who what serves, as the beginning of a sentence
     * @param threads makes the threads
     * @throws CommandException if it cannot listen
     */
    static ExitCode serve(int port, String who, Thread.Builder threads, Surroundings surroundings, Service service) {
        try (ServerSocket listening = new ServerSocket(port, 0, InetAddress.getLoopbackAddress())) {
            surroundings.err().println("listening on 127.0.0.1:" + listening.getLocalPort());
            surroundings.err().flush();
            while (true) {
                Socket client = listening.accept();
                threads.start(() -> serve(client, service));
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.BROKEN, who + " cannot listen on port " + port + " (" + e.getMessage() + ")", e);
        }
    }

    private static void serve(Socket client, Service service) {
        try (client) {
            service.serve(client.getInputStream(), client.getOutputStream());
        } catch (IOException e) {
            System.getLogger(LocalPort.class.getName()) // not held: commands are made before it is known how to log
                    .log(System.Logger.Level.DEBUG, "a client's connection broke", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
