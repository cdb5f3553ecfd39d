package io.flowork.core.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash chain over a journal: each entry's hash covers the entry and the hash before it, so a changed, missing,
 * moved or added entry shows in every hash after it.
 *
 * <p>An entry is covered through a commitment to its payload, {@code SHA-256(salt ‖ payload)}. Once payload and salt are
 * erased the commitment still verifies the chain and, thanks to the salt, says nothing about the payload.
 *
 * <p>Every hash is SHA-256; integers are big-endian; a text is its length in bytes as 32 bits and then its UTF-8.
 */
public final class Chain {
    /** The length of a hash and of a commitment, in bytes. */
    public static final int HASH_BYTES = 32;

    /** The length of a salt, in bytes. */
    public static final int SALT_BYTES = 16;

    private static final byte[] START = "flowork journal 1\n".getBytes(StandardCharsets.US_ASCII);

    private Chain() {}

    /** What the first entry of a run follows: {@code SHA-256("flowork journal 1\n" ‖ run ‖ program ‖ semantics)}. */
    public static byte[] start(String run, String program, int semantics) {
        MessageDigest digest = sha256();
        digest.update(START);
        text(digest, run);
        text(digest, program);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(semantics).array());
        return digest.digest();
    }

    /**
     * What an entry's hash says about its payload.
     *
     * @param salt {@value #SALT_BYTES} random bytes, of this entry alone
     * @param payload the payload's encoding
     */
    public static byte[] commitment(byte[] salt, byte[] payload) {
        if (salt.length != SALT_BYTES) {
            throw new IllegalArgumentException("a salt of " + salt.length + " bytes");
        }
        MessageDigest digest = sha256();
        digest.update(salt);
        return digest.digest(payload);
    }

    /**
     * The hash of an entry: {@code SHA-256(previous ‖ seq ‖ t ‖ time ‖ stateHash ‖ kind ‖ commitment)}.
     *
     * @param previous the hash of the entry before it, or {@link #start}; for the first entry of a fork, the hash of the
     *     entry it follows
     */
    public static byte[] next(
            byte[] previous, long seq, long t, long time, String kind, long stateHash, byte[] commitment) {
        MessageDigest digest = sha256();
        digest.update(previous);
        digest.update(ByteBuffer.allocate(4 * Long.BYTES)
                .putLong(seq)
                .putLong(t)
                .putLong(time)
                .putLong(stateHash)
                .array());
        text(digest, kind);
        return digest.digest(commitment);
    }

    private static void text(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
