package io.flowork.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The text of a workflow.
 *
 * @param hash the SHA-256 of the text in UTF-8, as 64 hexadecimal digits in lower case
 * @param namespace the workflow's namespace
 * @param name the workflow's name
 * @param version the workflow's version
 * @param format what the text is written in: {@code yaml} or {@code json}
 * @param text the text, exactly as it was read
 */
public record StoredProgram(String hash, String namespace, String name, String version, String format, String text) {

    /** The program of a text, with its hash. */
    public static StoredProgram of(String namespace, String name, String version, String format, String text) {
        return new StoredProgram(hash(text), namespace, name, version, format, text);
    }

    /** The hash by which a text is stored. */
    public static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
