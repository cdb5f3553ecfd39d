package io.flowork.functions.spi;

import io.flowork.grammar.json.JsonValue;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place where secrets are kept. Found through {@link java.util.ServiceLoader}; safe for use by many threads.
 *
 * <p>A secret is asked for each time it is used and not kept by the engine. What a source throws or logs must not
 * contain any part of a secret.
 */
public interface SecretSource {
    /** Its name, as in the setting {@code secrets.order}; {@code secrets.NAME} is its own setting. */
    String name();

    /**
     * The value of a secret: a text or an object.
     *
     * @param secret its name in {@code use.secrets}
     * @param settings what the owner of the engine set
     * @return the value, or null if this source does not have it or is not set up
     * @throws FunctionException if this source should have it and cannot give it
     * @throws InterruptedException if the call that needs it was cancelled
     */
    @Nullable
    JsonValue value(String secret, Settings settings) throws FunctionException, InterruptedException;

    /** Where this source looks for a secret, in words for a message that says it is nowhere; null if it is not set up. */
    @Nullable
    String where(String secret, Settings settings);

    /**
     * What the owner of the engine set.
     *
     * @param configured the setting {@code secrets.NAME} of the source; null for none
     * @param environment the engine's environment
     * @param folder the folder that relative paths begin at
     */
    record Settings(@Nullable String configured, Map<String, String> environment, Path folder) {}
}
