package io.flowork.store.payload;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A payload as a row holds it.
 *
 * <p>At level 0 the root is the payload. At level 1 it is the SHA-256 hashes of chunks whose bytes, in that order, are
 * the payload; at level 2 these bytes are hashes in turn, and so on.
 *
 * @param root what the row holds; at level 0 at most {@value #INLINE} bytes, above at most {@value #REFERENCES}
 * @param level how often the root stands for other bytes
 * @param chunks the chunks that must be there, of all levels
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Packed(byte[] root, int level, List<Chunk> chunks) {
    /** The longest payload that stays in its row, in bytes. */
    public static final int INLINE = 4096;

    /** The longest list of hashes that stays in its row, in bytes. */
    public static final int REFERENCES = 1024;

    /** The length of a chunk's hash, in bytes. */
    public static final int HASH_BYTES = 32;

    private static final int MAX_LEVEL = 8;

    /**
     * Bytes that are stored once, however often they are part of a payload.
     *
     * @param hash their SHA-256
     * @param bytes the bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Chunk(byte[] hash, byte[] bytes) {}

    /** Finds the bytes of a chunk. */
    public interface Chunks {
        /** The bytes whose SHA-256 this is. */
        byte[] bytes(byte[] hash);
    }

    /** Thrown when a payload cannot be put together from what is stored. */
    public static final class DamagedException extends RuntimeException {
        DamagedException(String message) {
            super(message);
        }
    }

    /** Packs a payload. */
    public static Packed of(byte[] payload) {
        if (payload.length <= INLINE) {
            return new Packed(payload, 0, List.of());
        }
        List<Chunk> chunks = new ArrayList<>();
        byte[] root = payload;
        int level = 0;
        do {
            ByteArrayOutputStream hashes = new ByteArrayOutputStream();
            for (int from = 0; from < root.length; ) {
                int end = Chunker.end(root, from);
                byte[] bytes = Arrays.copyOfRange(root, from, end);
                byte[] hash = sha256(bytes);
                chunks.add(new Chunk(hash, bytes));
                hashes.writeBytes(hash);
                from = end;
            }
            root = hashes.toByteArray();
            level++;
        } while (root.length > REFERENCES);
        return new Packed(root, level, chunks);
    }

    /**
     * Puts a payload together again, and checks every chunk.
     *
     * @throws DamagedException if that is not possible
     */
    public static byte[] unpack(byte[] root, int level, Chunks chunks) {
        if (level < 0 || level > MAX_LEVEL) {
            throw new DamagedException("a payload of level " + level);
        }
        byte[] bytes = root;
        for (int i = level; i > 0; i--) {
            if (bytes.length % HASH_BYTES != 0) {
                throw new DamagedException("a list of chunks of " + bytes.length + " bytes");
            }
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            for (int from = 0; from < bytes.length; from += HASH_BYTES) {
                byte[] hash = Arrays.copyOfRange(bytes, from, from + HASH_BYTES);
                byte[] chunk = chunks.bytes(hash);
                if (!Arrays.equals(sha256(chunk), hash)) {
                    throw new DamagedException("a chunk that differs from its hash");
                }
                joined.writeBytes(chunk);
            }
            bytes = joined.toByteArray();
        }
        return bytes;
    }

    /**
     * Tells the hashes of all chunks of a payload, as far as they can be found: of the last level from the lists of the one
     * before, without reading these chunks.
     */
    public static void visit(byte[] root, int level, Chunks chunks, Consumer<byte[]> each) {
        byte[] hashes = root;
        for (int i = Math.min(level, MAX_LEVEL); i > 0; i--) {
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            for (int from = 0; from + HASH_BYTES <= hashes.length; from += HASH_BYTES) {
                byte[] hash = Arrays.copyOfRange(hashes, from, from + HASH_BYTES);
                each.accept(hash);
                if (i > 1) {
                    joined.writeBytes(chunks.bytes(hash));
                }
            }
            hashes = joined.toByteArray();
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
