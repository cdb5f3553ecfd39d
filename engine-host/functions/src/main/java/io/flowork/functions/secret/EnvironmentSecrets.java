package io.flowork.functions.secret;

import io.flowork.functions.spi.SecretSource;
import io.flowork.grammar.json.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Secrets from environment variables: the secret {@code my-api} is {@code FLOWORK_SECRET_MY_API}. */
public final class EnvironmentSecrets implements SecretSource {
    /** What the names of the variables start with, unless {@code secrets.environment} says otherwise. */
    public static final String PREFIX = "FLOWORK_SECRET_";

    /** The source. */
    public EnvironmentSecrets() {}

    @Override
    public String name() {
        return "environment";
    }

    @Override
    public @Nullable JsonValue value(String secret, Settings settings) {
        String text = settings.environment().get(variable(secret, settings));
        return text == null ? null : SecretText.read(text);
    }

    @Override
    public String where(String secret, Settings settings) {
        return "the variable " + variable(secret, settings);
    }

    private static String variable(String secret, Settings settings) {
        String prefix = settings.configured();
        return (prefix == null ? PREFIX : prefix)
                + secret.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
