package io.flowork.host.workspace;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.runtime.Secrets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets from environment variables: the secret {@code my-api} is {@code FLOWORK_SECRET_MY_API}. A JSON object is one,
 * anything else is a text.
 */
public final class EnvironmentSecrets implements Secrets {
    /** What the names of the variables start with. */
    public static final String PREFIX = "FLOWORK_SECRET_";

    private final Map<String, String> environment;

    /** The secrets of an environment. */
    public EnvironmentSecrets(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The variable that holds a secret. */
    public static String variable(String secret) {
        return PREFIX + secret.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    @Override
    public Optional<JsonValue> value(String name) {
        String text = environment.get(variable(name));
        if (text == null) {
            return Optional.empty();
        }
        if (text.stripLeading().startsWith("{")) {
            try {
                if (JsonReader.parse(text) instanceof JsonObject object) {
                    return Optional.of(object);
                }
            } catch (JsonSyntaxException notJson) {
                return Optional.of(JsonString.of(text));
            }
        }
        return Optional.of(JsonString.of(text));
    }
}
