package io.flowork.core.error;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What errors of one cause have in common: the workflow, the kind of error, the task, and the words, without what differs
 * from run to run. The same on every machine and in every version, as stores keep it.
 */
public final class Fingerprint {
    private static final int BYTES = 8;
    private static final int WORDS = 2_000;

    /** What is replaced, in this order; possessive, so that hostile text costs linear time. */
    private static final Pattern QUOTED =
            Pattern.compile("\"[^\"\\n]*+\"|`[^`\\n]*+`|(?<![\\p{L}\\p{N}])'[^'\\n]*+'(?![\\p{L}\\p{N}])|“[^”\\n]*+”");

    private static final Pattern URI = Pattern.compile("\\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}+://[^\\s,;)\\]}]++");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_@#:.+-]++");
    private static final Pattern SPACE = Pattern.compile("\\s++");

    private Fingerprint() {}

    /**
     * The fingerprint of an error, as 16 hexadecimal digits.
     *
     * @param namespace the workflow's namespace
     * @param name the workflow's name; its version does not count
     * @param error the error that ended a run
     */
    public static String of(String namespace, String name, WorkflowError error) {
        String text = String.join(
                "\n",
                namespace,
                name,
                error.type(),
                Integer.toString(error.status()),
                error.instance() == null ? "" : error.instance(),
                words(error.title()),
                words(error.detail()));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The words of a message: what is quoted, addresses, and whatever has a digit in it are one and the same each. */
    static String words(@Nullable String message) {
        if (message == null) {
            return "";
        }
        String text = message.length() > WORDS ? message.substring(0, WORDS) : message;
        text = URI.matcher(text).replaceAll("<uri>");
        text = QUOTED.matcher(text).replaceAll("<text>");
        text = WORD.matcher(text)
                .replaceAll(found -> found.group().chars().anyMatch(Character::isDigit) ? "<n>" : found.group());
        return SPACE.matcher(text).replaceAll(" ").strip();
    }
}
