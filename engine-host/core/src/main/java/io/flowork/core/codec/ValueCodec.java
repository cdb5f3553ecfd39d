package io.flowork.core.codec;

import io.flowork.grammar.json.JsonValue;

/**
 * Values as CBOR (RFC 8949) and back, without loss.
 *
 * <p>Lengths are definite and numbers take their shortest form (preferred serialisation), so equal bytes come from equal
 * values; object keys keep their order. Beyond the core of CBOR it uses:
 *
 * <ul>
 *   <li>tags 2 and 3 for integers beyond 64 bits;
 *   <li>tag {@value #TAG_WTF8} around a byte string for text with unpaired surrogates (WTF-8), in values and in keys;
 *   <li>tag {@value #TAG_SECRET} around an array for a {@link io.flowork.grammar.json.JsonSecret}:
 *       {@code [0, name, [key…]]} a handle, {@code [1, part…]} joined text, {@code [2, format, value]} encoded text. No
 *       JSON text can produce a tag, so no data of a user is ever taken for a secret.
 * </ul>
 *
 * <p>Neither direction recurses, so any value fits any thread's stack.
 */
public final class ValueCodec {
    static final int TAG_WTF8 = 273;
    static final int TAG_SECRET = 0x466c_6f77;
    static final int SECRET_HANDLE = 0;
    static final int SECRET_CONCAT = 1;
    static final int SECRET_ENCODED = 2;

    private ValueCodec() {}

    /** The bytes of a value. */
    public static byte[] encode(JsonValue value) {
        Encoder encoder = new Encoder((int) Math.min(value.weight() + 16, 1 << 16));
        encoder.write(value);
        return encoder.toBytes();
    }

    /**
     * The value that was encoded.
     *
     * @throws CodecException if the bytes are not exactly one encoded value
     */
    public static JsonValue decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /**
     * The value encoded in a part of an array.
     *
     * @throws CodecException if the part is not exactly one encoded value
     * @throws IndexOutOfBoundsException if there is no such part
     */
    public static JsonValue decode(byte[] bytes, int from, int to) {
        return new Decoder(bytes, from, to).document();
    }
}
