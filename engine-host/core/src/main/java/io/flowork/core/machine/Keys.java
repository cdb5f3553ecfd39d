package io.flowork.core.machine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Identifiers derived from a run and a position in it: the same in every replay, different everywhere else. */
final class Keys {
    private Keys() {}

    /** The key of an effect: 128 bits in hexadecimal digits. */
    static String effect(String runId, int branch, String reference, long visit, long t, String purpose) {
        return HexFormat.of().formatHex(digest(runId, branch, reference, visit, t, purpose), 0, 16);
    }

    /** An identifier in the form of a UUID, version 8 (RFC 9562). */
    static UUID uuid(String runId, int branch, String reference, long visit, long t) {
        ByteBuffer bits = ByteBuffer.wrap(digest(runId, branch, reference, visit, t, "uuid"));
        long high = (bits.getLong() & ~0xf000L) | 0x8000L;
        long low = (bits.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** A number from 0 to before 1, evenly distributed over positions. */
    static double fraction(String runId, int branch, String reference, long visit, long t) {
        long bits = ByteBuffer.wrap(digest(runId, branch, reference, visit, t, "fraction"))
                .getLong();
        return (bits >>> 11) * 0x1.0p-53;
    }

    private static byte[] digest(String runId, int branch, String reference, long visit, long t, String purpose) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            String position = String.join(
                    "\n", runId, Integer.toString(branch), reference, Long.toString(visit), Long.toString(t), purpose);
            return sha256.digest(position.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
