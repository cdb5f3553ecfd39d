package io.flowork.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Identifiers of runs: UUIDs (RFC 9562). */
public final class RunIds {
    private RunIds() {}

    /** A new identifier that sorts by time: version 7. */
    public static String next(long millis) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (millis << 16) | 0x7000 | random.nextInt(1 << 12);
        long low = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** The identifier of the run that an effect starts: the same when the effect is repeated. Version 8. */
    public static String ofEffect(String key) {
        return named("run\n" + key);
    }

    /** The identifier of the run that a caller starts with an idempotency key: the same when that is repeated. */
    public static String ofRequest(String caller, String key) {
        return named("start\n" + caller.length() + "\n" + caller + key);
    }

    /** The identifier of the run that a schedule of a workflow starts on an occasion, a time or events: there is one of it. */
    public static String ofFiring(String namespace, String name, String kind, String occasion) {
        return named(String.join("\n", "schedule", namespace, name, kind, occasion));
    }

    private static String named(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            ByteBuffer bits = ByteBuffer.wrap(digest);
            long high = (bits.getLong() & ~0xf000L) | 0x8000L;
            long low = (bits.getLong() >>> 2) | 0x8000_0000_0000_0000L;
            return new UUID(high, low).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
