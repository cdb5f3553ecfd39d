package io.flowork.grammar.json;

import java.util.List;

/**
 * A value that depends on a secret and is not known here: a handle on the secret, or a text to be built from one.
 *
 * <p>It never holds a secret's bytes. Whoever carries out an effect resolves it at the last moment; everywhere else it
 * prints as {@value #MASK}.
 */
public final class JsonSecret extends JsonValue {
    /** What a secret prints as. */
    public static final String MASK = "••••";

    /** How a secret's value is obtained. */
    public sealed interface Form {}

    /**
     * A secret, or a value inside one.
     *
     * @param name the secret's name as in {@code use.secrets}
     * @param path the keys that lead to the value inside the secret, outermost first
     */
    public record Handle(String name, List<String> path) implements Form {
        /** Copies the path. */
        public Handle {
            path = List.copyOf(path);
        }
    }

    /**
     * Text joined from strings and secrets.
     *
     * @param parts {@link JsonString}s and {@link JsonSecret}s, in order
     */
    public record Concat(List<JsonValue> parts) implements Form {
        /** Copies the parts. */
        public Concat {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Text made from a value by one of jq's formats.
     *
     * @param format {@code text}, {@code json}, {@code base64}, {@code base64d} or {@code uri}
     * @param of the value that depends on a secret
     */
    public record Encoded(String format, JsonValue of) implements Form {}

    private final Form form;
    private final int depth;
    private final long weight;
    private long hash;

    private JsonSecret(Form form) {
        this.form = form;
        this.depth = DepthException.below(
                switch (form) {
                    case Handle handle -> 0;
                    case Concat concat ->
                        concat.parts().stream().mapToInt(JsonValue::depth).max().orElse(0);
                    case Encoded encoded -> encoded.of().depth();
                });
        this.weight = switch (form) {
            case Handle handle -> 16L + handle.name().length();
            case Concat concat ->
                concat.parts().stream().mapToLong(JsonValue::weight).reduce(0, JsonArray::plus);
            case Encoded encoded -> JsonArray.plus(16, encoded.of().weight());
        };
    }

    /** The value obtained as the form says. */
    public static JsonSecret of(Form form) {
        return new JsonSecret(form);
    }

    /** How the value is obtained. */
    public Form form() {
        return form;
    }

    @Override
    public int depth() {
        return depth;
    }

    @Override
    public long weight() {
        return weight;
    }

    /** The values that its text is made of; none for a handle. */
    public List<JsonValue> parts() {
        return switch (form) {
            case Handle handle -> List.of();
            case Concat concat -> concat.parts();
            case Encoded encoded -> List.of(encoded.of());
        };
    }

    @Override
    public long hash() {
        return hash == 0 ? Hashes.inner(this) : hash;
    }

    @Override
    boolean isHashed() {
        return hash != 0;
    }

    @Override
    long ownHash() {
        long h = switch (form) {
            case Handle handle ->
                Hashes.next(Hashes.text(handle.name()), Hashes.text(String.join("\n", handle.path())));
            case Concat concat -> {
                long parts = concat.parts().size();
                for (JsonValue part : concat.parts()) {
                    parts = Hashes.next(parts, part.hash());
                }
                yield parts;
            }
            case Encoded encoded ->
                Hashes.next(Hashes.text(encoded.format()), encoded.of().hash());
        };
        hash = Hashes.mix(h ^ 0x5353_5353_5353_5353L);
        return hash;
    }

    @Override
    public String typeName() {
        return "string";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonSecret that && Equality.of(this, that);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash());
    }

    @Override
    public String toString() {
        return '"' + MASK + '"';
    }
}
