package io.flowork.functions.spi;

import io.flowork.grammar.json.JsonObject;
import java.util.Map;

/**
 * A place that events come from, such as a broker. Found through {@link java.util.ServiceLoader}.
 *
 * <p>{@code flowork serve} starts each source with the engine, on a virtual thread of its own, and interrupts it when the
 * engine stops. One that fails is started again: after a second, and with each failure later, up to a minute.
 */
public interface EventSource {
    /** Its name: the engine's owner sets it up under {@code [plugins.NAME]}. */
    String name();

    /**
     * Waits for events and gives them to the engine, until it is interrupted.
     *
     * @param context what the engine offers
     * @throws InterruptedException if the engine stops: it must leave everything and return
     * @throws Exception if it cannot go on: the message is logged, and must not contain secrets
     */
    void listen(Context context) throws Exception;

    /** What the engine offers to a source. */
    interface Context {
        /** What the owner of the engine set under {@code [plugins.NAME]}, by the settings' names. */
        Map<String, String> settings();

        /**
         * Gives an event to the engine and waits until it is accepted. Only then it may be acknowledged to where it came
         * from: an event that is given again, after a crash, is the source's to have the same {@code id}.
         *
         * @param event a CloudEvent: {@code id}, {@code source} and {@code type} are texts; without {@code specversion}
         *     it is of version 1.0
         * @throws IllegalArgumentException if it is no CloudEvent
         * @throws InterruptedException if the engine stops
         */
        void give(JsonObject event) throws InterruptedException;
    }
}
