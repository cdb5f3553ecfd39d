package io.flowork.gateway.stream;

/** A protocol whose messages are texts, spoken over WebSockets: all that the gateway knows of it. */
@FunctionalInterface
public interface TextProtocol {
    /**
     * A client has come.
     *
     * @throws io.flowork.api.ProblemException if it cannot be served now
     */
    Session open(Peer peer);

    /** One client's session. */
    interface Session extends AutoCloseable {
        /** Takes a message. They come one after the other, in their order. */
        void receive(String message);

        /** The client is gone. Called once or several times. */
        @Override
        void close();
    }

    /** The client. */
    interface Peer {
        /** Sends a message, and waits until it is sent; from any thread. One that is gone gets nothing. */
        void send(String message);

        /** Closes the socket: the session has come to its end. */
        void close();
    }
}
