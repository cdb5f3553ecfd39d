package io.flowork.functions.secret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.grammar.json.ValueRewriter;
import io.flowork.grammar.json.ValueWalk;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the secrets a call has used by {@value JsonSecret#MASK} in whatever leaves the handler.
 *
 * <p>A secret is found as it is and as a JSON string, percent-encoded, and in Base64. One shorter than
 * {@value #SHORTEST} characters is replaced only where it is a whole string, because it would be found everywhere.
 * Not thread-safe.
 */
public final class Masking {
    /** The length from which a secret is also found inside longer texts. */
    public static final int SHORTEST = 4;

    private final Set<String> secrets = new HashSet<>();
    private @Nullable List<String> forms;

    /** Adds a secret to those that are replaced. */
    public void add(String secret) {
        if (!secret.isEmpty() && secrets.add(secret)) {
            forms = null;
        }
    }

    /** Adds every string and number inside a secret to those that are replaced. */
    public void addAll(JsonValue secret) {
        ValueWalk walk = new ValueWalk(secret);
        while (walk.next()) {
            switch (walk.value()) {
                case JsonString string -> add(string.value());
                case JsonNumber number -> add(number.text());
                case JsonSecret deferred -> walk.skip();
                case JsonValue other -> {}
            }
        }
    }

    /** Whether a text has a secret in it. */
    public boolean isIn(String text) {
        return !text(text).equals(text);
    }

    /** A text without secrets. */
    public String text(String text) {
        if (secrets.isEmpty()) {
            return text;
        }
        if (secrets.contains(text)) {
            return JsonSecret.MASK;
        }
        String masked = text;
        for (String form : forms()) {
            masked = masked.replace(form, JsonSecret.MASK);
        }
        return masked;
    }

    /** A value without secrets in its strings, numbers and keys. */
    public JsonValue value(JsonValue value) {
        return secrets.isEmpty() ? value : new Rewriter().rewrite(value);
    }

    private final class Rewriter extends ValueRewriter<RuntimeException> {
        @Override
        protected JsonValue scalar(JsonValue scalar) {
            return switch (scalar) {
                case JsonString string -> {
                    String masked = text(string.value());
                    yield masked.equals(string.value()) ? string : JsonString.of(masked);
                }
                case JsonNumber number ->
                    number.text().length() >= SHORTEST && secrets.contains(number.text())
                            ? JsonString.of(JsonSecret.MASK)
                            : number;
                case JsonValue other -> other;
            };
        }

        @Override
        protected String key(String key) {
            return text(key);
        }
    }

    /** Bytes without secrets in UTF-8. */
    public byte[] bytes(byte[] bytes) {
        if (secrets.isEmpty()) {
            return bytes;
        }
        String all = new String(bytes, ISO_8859_1);
        String masked = all;
        for (String form : forms()) {
            masked = masked.replace(octets(form), octets(JsonSecret.MASK));
        }
        return masked.equals(all) ? bytes : masked.getBytes(ISO_8859_1);
    }

    private static String octets(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    private List<String> forms() {
        List<String> known = forms;
        if (known == null) {
            Set<String> all = new LinkedHashSet<>();
            for (String secret : secrets) {
                if (secret.length() >= SHORTEST) {
                    byte[] bytes = secret.getBytes(UTF_8);
                    all.add(secret);
                    StringBuilder quoted = new StringBuilder();
                    JsonWriter.quote(secret, quoted);
                    all.add(quoted.substring(1, quoted.length() - 1));
                    String form = URLEncoder.encode(secret, UTF_8);
                    all.add(form);
                    all.add(form.replace("+", "%20"));
                    all.add(Base64.getEncoder().encodeToString(bytes));
                    all.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
                    all.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
                }
            }
            known = new ArrayList<>(all);
            known.sort(Comparator.comparingInt(String::length).reversed());
            forms = known;
        }
        return known;
    }
}
