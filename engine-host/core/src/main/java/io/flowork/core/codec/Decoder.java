package io.flowork.core.codec;

import io.flowork.grammar.json.DepthException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one value. Memory grows with the bytes that are there, never with a length that they claim. */
final class Decoder {
    /** An array, object or secret whose elements are being read. */
    private static final class Frame {
        final Kind kind;
        final int count;
        final @Nullable Frame outer;
        String[] keys;
        JsonValue[] values;
        int size;

        Frame(Kind kind, int count, @Nullable Frame outer) {
            this.kind = kind;
            this.count = count;
            this.outer = outer;
            int capacity = Math.min(count, 16);
            this.values = new JsonValue[capacity];
            this.keys = kind == Kind.OBJECT ? new String[capacity] : NO_KEYS;
        }
    }

    private enum Kind {
        ARRAY,
        OBJECT,
        SECRET
    }

    private static final String[] NO_KEYS = new String[0];
    private static final int FEW_KEYS = 16;

    private final byte[] bytes;
    private final int start;
    private final int end;
    private int at;
    private @Nullable Frame top;
    private int depth;

    Decoder(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        this.bytes = bytes;
        this.start = from;
        this.end = to;
        this.at = from;
    }

    JsonValue document() {
        try {
            while (true) {
                JsonValue done = item();
                while (done != null) {
                    Frame frame = top;
                    if (frame == null) {
                        if (at != end) {
                            throw bad("bytes after its end");
                        }
                        return done;
                    }
                    frame.values[frame.size++] = done;
                    done = frame.size == frame.count ? close(frame) : null;
                }
            }
        } catch (DepthException e) {
            throw bad(e.getMessage());
        }
    }

    /** Reads a scalar or an empty container; null when a container was opened instead. */
    private @Nullable JsonValue item() {
        Frame frame = top;
        if (frame != null) {
            if (frame.size == frame.values.length) {
                int capacity = (int) Math.min(frame.count, frame.size * 2L);
                frame.values = Arrays.copyOf(frame.values, capacity);
                if (frame.kind == Kind.OBJECT) {
                    frame.keys = Arrays.copyOf(frame.keys, capacity);
                }
            }
            if (frame.kind == Kind.OBJECT) {
                frame.keys[frame.size] = key();
            }
        }
        int first = next();
        int info = first & 0x1f;
        return switch (first >> 5) {
            case 0 -> unsigned(argument(info));
            case 1 -> negative(argument(info));
            case 3 -> JsonString.of(utf8(length(info, 1)));
            case 4 -> open(Kind.ARRAY, length(info, 1), JsonArray.EMPTY);
            case 5 -> open(Kind.OBJECT, length(info, 2), JsonObject.EMPTY);
            case 6 -> tagged(argument(info));
            case 7 -> simple(info);
            default -> throw bad("unexpected kind of data");
        };
    }

    private @Nullable JsonValue open(Kind kind, int count, JsonValue empty) {
        if (count == 0) {
            return empty;
        }
        if (++depth > JsonValue.MAX_DEPTH + 1) { // a secret's path is an array of its own here
            throw new DepthException();
        }
        top = new Frame(kind, count, top);
        return null;
    }

    private JsonValue close(Frame frame) {
        top = frame.outer;
        depth--;
        return switch (frame.kind) {
            case ARRAY -> JsonArray.of(frame.values, frame.count);
            case OBJECT -> {
                checkUnique(frame.keys);
                yield JsonObject.ofUnique(frame.keys, frame.values);
            }
            case SECRET -> secret(frame.values);
        };
    }

    private void checkUnique(String[] keys) {
        if (keys.length <= FEW_KEYS) {
            for (int i = 1; i < keys.length; i++) {
                for (int j = 0; j < i; j++) {
                    if (keys[i].equals(keys[j])) {
                        throw bad("a repeated key");
                    }
                }
            }
            return;
        }
        Set<String> seen = HashSet.newHashSet(keys.length);
        for (String key : keys) {
            if (!seen.add(key)) {
                throw bad("a repeated key");
            }
        }
    }

    private JsonSecret secret(JsonValue[] parts) {
        if (!(parts[0] instanceof JsonInteger form)) {
            throw bad("a secret without a form");
        }
        List<JsonValue> rest = Arrays.asList(parts).subList(1, parts.length);
        return switch ((int) form.value()) {
            case ValueCodec.SECRET_HANDLE -> {
                if (rest.size() == 2 && rest.get(1) instanceof JsonArray path) {
                    List<String> keys =
                            Arrays.stream(path.toArray()).map(this::string).toList();
                    yield JsonSecret.of(new JsonSecret.Handle(string(rest.get(0)), keys));
                }
                throw bad("a malformed secret");
            }
            case ValueCodec.SECRET_CONCAT -> JsonSecret.of(new JsonSecret.Concat(rest));
            case ValueCodec.SECRET_ENCODED -> {
                if (rest.size() != 2) {
                    throw bad("a malformed secret");
                }
                yield JsonSecret.of(new JsonSecret.Encoded(string(rest.get(0)), rest.get(1)));
            }
            default -> throw bad("an unknown form of secret");
        };
    }

    private String string(JsonValue value) {
        if (value instanceof JsonString string) {
            return string.value();
        }
        throw bad("something else where text belongs");
    }

    private @Nullable JsonValue tagged(long tag) {
        int first = next();
        int major = first >> 5;
        if ((tag == 2 || tag == 3) && major == 2) {
            int length = length(first & 0x1f, 1);
            BigInteger magnitude = new BigInteger(1, bytes, skip(length), length);
            if (magnitude.bitLength() <= Long.SIZE) {
                throw bad("a small number in the form of a large one");
            }
            return JsonNumber.of(tag == 2 ? magnitude : magnitude.not());
        }
        if (tag == ValueCodec.TAG_WTF8 && major == 2) {
            return JsonString.of(wtf8(length(first & 0x1f, 1)));
        }
        if (tag == ValueCodec.TAG_SECRET && major == 4) {
            int count = length(first & 0x1f, 1);
            if (count > 0) {
                return open(Kind.SECRET, count, JsonNull.NULL);
            }
        }
        throw bad("an unknown tag");
    }

    private JsonValue simple(int info) {
        return switch (info) {
            case 20 -> JsonBoolean.FALSE;
            case 21 -> JsonBoolean.TRUE;
            case 22 -> JsonNull.NULL;
            case 25 -> JsonNumber.of((double) Float.float16ToFloat((short) fixed(2)));
            case 26 -> JsonNumber.of((double) Float.intBitsToFloat((int) fixed(4)));
            case 27 -> JsonNumber.of(Double.longBitsToDouble(fixed(8)));
            default -> throw bad("an unknown simple value");
        };
    }

    private static JsonNumber unsigned(long argument) {
        return argument >= 0
                ? JsonInteger.of(argument)
                : JsonNumber.of(new BigInteger(Long.toUnsignedString(argument)));
    }

    private static JsonNumber negative(long argument) {
        return argument >= 0
                ? JsonInteger.of(~argument)
                : JsonNumber.of(new BigInteger(Long.toUnsignedString(argument)).not());
    }

    private String key() {
        int first = next();
        if (first >> 5 == 3) {
            return utf8(length(first & 0x1f, 1));
        }
        if (first >> 5 == 6 && argument(first & 0x1f) == ValueCodec.TAG_WTF8) {
            int string = next();
            if (string >> 5 == 2) {
                return wtf8(length(string & 0x1f, 1));
            }
        }
        throw bad("a key that is no text");
    }

    private String utf8(int length) {
        int from = skip(length);
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad("text that is not UTF-8");
        }
    }

    private String wtf8(int length) {
        int from = skip(length);
        int to = from + length;
        StringBuilder text = new StringBuilder(length);
        for (int i = from; i < to; ) {
            int lead = bytes[i++] & 0xff;
            int more = lead < 0x80 ? 0 : lead < 0xc0 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf8 ? 3 : -1;
            if (more < 0 || more > to - i) {
                throw bad("text that is not WTF-8");
            }
            int point = more == 0 ? lead : lead & (0x3f >> more);
            for (int j = 0; j < more; j++) {
                int trail = bytes[i++];
                if ((trail & 0xc0) != 0x80) {
                    throw bad("text that is not WTF-8");
                }
                point = point << 6 | (trail & 0x3f);
            }
            if (point > Character.MAX_CODE_POINT) {
                throw bad("text that is not WTF-8");
            }
            text.appendCodePoint(point);
        }
        return text.toString();
    }

    /** Reads a length and checks that so many items, each of at least {@code unit} bytes, can still follow. */
    private int length(int info, int unit) {
        long length = argument(info);
        if (length < 0 || length > (end - at) / unit) {
            throw bad("a length beyond its end");
        }
        return (int) length;
    }

    private long argument(int info) {
        return switch (info) {
            case 24 -> fixed(1);
            case 25 -> fixed(2);
            case 26 -> fixed(4);
            case 27 -> fixed(8);
            case 28, 29, 30, 31 -> throw bad("an indefinite or reserved length");
            default -> info;
        };
    }

    private long fixed(int count) {
        int from = skip(count);
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value;
    }

    private int skip(int count) {
        if (count > end - at) {
            throw bad("a cut");
        }
        int from = at;
        at += count;
        return from;
    }

    private int next() {
        if (at == end) {
            throw bad("a cut");
        }
        return bytes[at++] & 0xff;
    }

    private CodecException bad(@Nullable String problem) {
        return new CodecException(Objects.requireNonNullElse(problem, "damage"), at - start);
    }
}
