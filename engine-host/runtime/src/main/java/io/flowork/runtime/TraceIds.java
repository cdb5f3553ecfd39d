package io.flowork.runtime;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Identifiers of traces and spans (W3C Trace Context, OpenTelemetry), derived from a run and what happens in it: nothing
 * about them needs to be remembered.
 */
public final class TraceIds {
    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;

    private TraceIds() {}

    /** The trace of a run: its id, which is a UUID, without the dashes. */
    public static String trace(String run) {
        String digits = run.replace("-", "");
        return digits.matches("[0-9a-f]{32}") ? digits : hash(run, TRACE_BYTES);
    }

    /** The span of a visit of a task, or of the workflow itself. */
    public static String span(String run, long visit) {
        return hash(run + "\n" + visit, SPAN_BYTES);
    }

    /** The span of an effect, by its key. */
    public static String span(String key) {
        return key.matches("[0-9a-f]{16,}") ? key.substring(0, 2 * SPAN_BYTES) : hash(key, SPAN_BYTES);
    }

    /** The header that tells a server which call it serves. */
    public static String traceparent(String run, String key) {
        return "00-" + trace(run) + "-" + span(key) + "-01";
    }

    private static String hash(String text, int bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
