package io.flowork.functions.spi;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonValue;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function.
 *
 * @param key identifies this call: the same for every repetition of it after a crash, different for every other call
 * @param arguments the arguments, every expression evaluated; may contain {@link JsonSecret}s
 * @param context what the engine offers
 */
public record FunctionCall(String key, JsonObject arguments, Context context) {

    /** What the engine offers to a call. */
    public interface Context {
        /**
         * The value of a secret by its name in {@code use.secrets}: a string or an object. Must not leave the handler.
         *
         * @throws FunctionException if there is no such secret
         */
        JsonValue secret(String name) throws FunctionException;

        /** The folder of the workflow's file, which alone its files are read from; null when it is in none. */
        @Nullable
        Path folder();

        /**
         * When the task runs out of time, for protocols that tell the other side; null when it never does. The engine
         * itself ends the call then.
         */
        default @Nullable Instant deadline() {
            return null;
        }

        /** What tells a server which call this is (W3C Trace Context); null when nobody follows calls. */
        default @Nullable String traceparent() {
            return null;
        }

        /**
         * Gives the run a message that came in, while the call goes on. Only calls that a workflow makes to consume messages
         * may use it; the run takes what passes its filter. Waits while many messages are still to be looked at, so that a
         * fast sender is slowed down and not stored.
         *
         * @throws UnsupportedOperationException if the call is not one of those
         * @throws InterruptedException if the call was cancelled
         */
        default void message(JsonObject message) throws InterruptedException {
            message(message, () -> {});
        }

        /**
         * Gives the run a message that its sender keeps until somebody says that it has arrived.
         *
         * @param settled is run, on any thread, once the message is durable with the run, or known to mean nothing to it;
         *     never if the message may still be lost
         * @throws UnsupportedOperationException if the call is not one of those
         * @throws InterruptedException if the call was cancelled
         */
        default void message(JsonObject message, Runnable settled) throws InterruptedException {
            throw new UnsupportedOperationException("this call consumes no messages");
        }

        /**
         * The last message that the run has taken of this call, before the engine ended and the call was made again; null
         * when there is none. A protocol that can go on after some message goes on after this one.
         */
        default @Nullable JsonObject lastMessage() {
            return null;
        }

        /**
         * Whether the call is only interrupted, and made again later under the same key, as when the engine stops: what the
         * other side keeps for it is to be kept.
         */
        default boolean comesAgain() {
            return false;
        }

        /** Whether the owner of the engine allows an ability by its name, such as {@code shell}. */
        boolean allows(String ability);
    }
}
