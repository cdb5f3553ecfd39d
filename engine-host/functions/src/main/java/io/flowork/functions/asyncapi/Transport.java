package io.flowork.functions.asyncapi;

import io.flowork.functions.spi.FunctionException;

/** How messages travel. */
interface Transport {
    /** Who takes the messages that come in. Waits while many of them are still to be looked at. */
    interface Inbox {
        /**
         * Takes a message.
         *
         * @param settled is run, on any thread, once nobody needs the sender to have the message any more: it is recorded, or
         *     known to mean nothing to the run
         */
        void take(Message message, Runnable settled);

        /** Takes a message that its sender does not keep. */
        default void take(Message message) {
            take(message, () -> {});
        }
    }

    /** Sends a message, and returns when it has arrived as surely as the protocol can tell. */
    void publish(Message message) throws FunctionException, InterruptedException;

    /**
     * Receives messages until it is interrupted, or until the sender has said that there are no more.
     *
     * @throws FunctionException if the connection ends before that
     */
    void receive(Inbox inbox) throws FunctionException, InterruptedException;
}
