package io.flowork.functions.asyncapi;

import io.flowork.functions.spi.FunctionException;
import java.util.function.Consumer;

/** How messages travel. */
interface Transport {
    /** Sends a message, and returns when it has arrived as surely as the protocol can tell. */
    void publish(Message message) throws FunctionException, InterruptedException;

    /**
     * Receives messages until it is interrupted.
     *
     * @throws FunctionException if the connection ends before that
     */
    void receive(Consumer<Message> messages) throws FunctionException, InterruptedException;
}
