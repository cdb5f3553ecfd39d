package io.flowork.core.codec;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBigInteger;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonDouble;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.ValueWalk;
import java.math.BigInteger;
import java.util.Arrays;

/** Appends values to a buffer that grows. */
final class Encoder {
    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1 << 5;
    private static final int BYTES = 2 << 5;
    private static final int TEXT = 3 << 5;
    private static final int ARRAY = 4 << 5;
    private static final int MAP = 5 << 5;
    private static final int TAG = 6 << 5;

    private byte[] buffer;
    private int size;

    Encoder(int capacity) {
        buffer = new byte[capacity];
    }

    byte[] toBytes() {
        return size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
    }

    void write(JsonValue root) {
        ValueWalk walk = new ValueWalk(root);
        while (walk.next()) {
            if (walk.step() != ValueWalk.Step.CLOSE) {
                String key = walk.key();
                if (key != null) {
                    text(key);
                }
                value(walk.value());
            }
        }
    }

    /** Writes a scalar, or the head of a container. */
    private void value(JsonValue value) {
        switch (value) {
            case JsonNull n -> put(0xf6);
            case JsonBoolean b -> put(b.value() ? 0xf5 : 0xf4);
            case JsonInteger n -> integer(n.value());
            case JsonBigInteger n -> big(n.value());
            case JsonDouble n -> decimal(n.value());
            case JsonString s -> text(s.value());
            case JsonArray array -> head(ARRAY, array.size());
            case JsonObject object -> head(MAP, object.size());
            case JsonSecret secret -> secret(secret);
        }
    }

    /** Writes what is before the parts of a secret. */
    private void secret(JsonSecret secret) {
        head(TAG, ValueCodec.TAG_SECRET);
        switch (secret.form()) {
            case JsonSecret.Handle handle -> {
                head(ARRAY, 3);
                put(ValueCodec.SECRET_HANDLE);
                text(handle.name());
                head(ARRAY, handle.path().size());
                handle.path().forEach(this::text);
            }
            case JsonSecret.Concat concat -> {
                head(ARRAY, concat.parts().size() + 1);
                put(ValueCodec.SECRET_CONCAT);
            }
            case JsonSecret.Encoded encoded -> {
                head(ARRAY, 3);
                put(ValueCodec.SECRET_ENCODED);
                text(encoded.format());
            }
        }
    }

    private void integer(long value) {
        if (value >= 0) {
            head(UNSIGNED, value);
        } else {
            head(NEGATIVE, ~value);
        }
    }

    private void big(BigInteger value) {
        boolean negative = value.signum() < 0;
        BigInteger magnitude = negative ? value.not() : value;
        if (magnitude.bitLength() <= Long.SIZE) {
            head(negative ? NEGATIVE : UNSIGNED, magnitude.longValue());
            return;
        }
        byte[] bytes = magnitude.toByteArray();
        int start = bytes[0] == 0 ? 1 : 0;
        put(TAG | (negative ? 3 : 2));
        head(BYTES, bytes.length - start);
        room(bytes.length);
        System.arraycopy(bytes, start, buffer, size, bytes.length - start);
        size += bytes.length - start;
    }

    private void decimal(double value) {
        float single = (float) value;
        if (single != value && !Double.isNaN(value)) {
            room(9);
            buffer[size++] = (byte) 0xfb;
            fixed(Double.doubleToLongBits(value), 8);
            return;
        }
        room(5);
        short half = Float.floatToFloat16(single);
        if (Float.float16ToFloat(half) == single || Double.isNaN(value)) {
            buffer[size++] = (byte) 0xf9;
            fixed(half, 2);
        } else {
            buffer[size++] = (byte) 0xfa;
            fixed(Float.floatToIntBits(single), 4);
        }
    }

    private void text(String text) {
        int length = text.length();
        int bytes = length;
        boolean lone = false;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                if (c < 0x800) {
                    bytes++;
                } else {
                    bytes = Math.addExact(bytes, 2);
                    if (Character.isHighSurrogate(c)
                            && i + 1 < length
                            && Character.isLowSurrogate(text.charAt(i + 1))) {
                        i++;
                    } else {
                        lone |= Character.isSurrogate(c);
                    }
                }
            }
        }
        if (lone) {
            head(TAG, ValueCodec.TAG_WTF8);
        }
        head(lone ? BYTES : TEXT, bytes);
        room(bytes);
        if (bytes == length) {
            byte[] out = buffer;
            int at = size;
            for (int i = 0; i < length; i++) {
                out[at + i] = (byte) text.charAt(i);
            }
            size += length;
        } else {
            utf8(text);
        }
    }

    private void utf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                buffer[size++] = (byte) c;
            } else if (c < 0x800) {
                buffer[size++] = (byte) (0xc0 | c >> 6);
                buffer[size++] = (byte) (0x80 | (c & 0x3f));
            } else {
                int point = text.codePointAt(i);
                if (point >= 0x1_0000) {
                    i++;
                    buffer[size++] = (byte) (0xf0 | point >> 18);
                    buffer[size++] = (byte) (0x80 | (point >> 12 & 0x3f));
                } else {
                    buffer[size++] = (byte) (0xe0 | point >> 12);
                }
                buffer[size++] = (byte) (0x80 | (point >> 6 & 0x3f));
                buffer[size++] = (byte) (0x80 | (point & 0x3f));
            }
        }
    }

    /** Writes a major type and its argument, taken as unsigned. */
    private void head(int major, long argument) {
        room(9);
        if (argument >= 0 && argument < 24) {
            buffer[size++] = (byte) (major | argument);
        } else if (argument >>> 8 == 0) {
            buffer[size++] = (byte) (major | 24);
            buffer[size++] = (byte) argument;
        } else if (argument >>> 16 == 0) {
            buffer[size++] = (byte) (major | 25);
            fixed(argument, 2);
        } else if (argument >>> 32 == 0) {
            buffer[size++] = (byte) (major | 26);
            fixed(argument, 4);
        } else {
            buffer[size++] = (byte) (major | 27);
            fixed(argument, 8);
        }
    }

    private void fixed(long value, int bytes) {
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
            buffer[size++] = (byte) (value >>> shift);
        }
    }

    private void put(int oneByte) {
        room(1);
        buffer[size++] = (byte) oneByte;
    }

    private void room(int bytes) {
        int needed = Math.addExact(size, bytes);
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, size * 2L)));
        }
    }
}
