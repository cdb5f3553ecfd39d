package io.flowork.functions.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The type of some content (RFC 9110, section 8.3.1).
 *
 * @param essence type and subtype in lower case, such as {@code text/html}; empty if unknown
 * @param parameters its parameters; names are case-insensitive
 */
public record MediaType(String essence, Map<String, String> parameters) {
    private static final List<String> TEXTS = List.of(
            "application/xml",
            "application/javascript",
            "application/ecmascript",
            "application/x-www-form-urlencoded",
            "application/yaml",
            "application/x-yaml",
            "application/toml",
            "application/graphql",
            "application/sql",
            "application/x-ndjson",
            "application/jsonl");

    /** Reads the value of {@code Content-Type}; null is the unknown type. */
    public static MediaType parse(@Nullable String text) {
        if (text == null) {
            return new MediaType("", Map.of());
        }
        List<String> parts = List.of(text.split(";", -1));
        Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                String value = part.substring(equals + 1).strip();
                boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                parameters.put(
                        part.substring(0, equals).strip(), quoted ? value.substring(1, value.length() - 1) : value);
            }
        }
        return new MediaType(parts.getFirst().strip().toLowerCase(Locale.ROOT), parameters);
    }

    /** Whether type and subtype are these. */
    public boolean is(String other) {
        return essence.equals(other);
    }

    /** A parameter, or null. */
    public @Nullable String parameter(String name) {
        return parameters.get(name);
    }

    /** Whether this is JSON or a format based on it. */
    public boolean isJson() {
        return essence.equals("application/json") || essence.equals("text/json") || essence.endsWith("+json");
    }

    /** Whether content of this type is meant to be read as text. */
    public boolean isText() {
        return essence.startsWith("text/")
                || essence.endsWith("+xml")
                || essence.endsWith("+yaml")
                || TEXTS.contains(essence);
    }

    /** The charset parameter; UTF-8 if there is none or it is unknown. */
    public Charset charset() {
        String name = parameters.get("charset");
        try {
            return name == null ? UTF_8 : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return UTF_8;
        }
    }
}
