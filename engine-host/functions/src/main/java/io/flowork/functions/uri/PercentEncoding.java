package io.flowork.functions.uri;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Percent-encoding of text in URIs (RFC 3986, section 2.1). */
public final class PercentEncoding {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();
    private static final String UNRESERVED = "-._~";
    private static final String RESERVED = ":/?#[]@!$&'()*+,;=";

    private PercentEncoding() {}

    /** A text in which everything but the unreserved characters is encoded. */
    public static String unreserved(String text) {
        return encode(text, UNRESERVED, false);
    }

    /** A text in which reserved characters and encoded ones stay as they are. */
    public static String reserved(String text) {
        return encode(text, UNRESERVED + RESERVED, true);
    }

    /** A path, or a part of one, in which separators and encoded characters stay as they are. */
    static String path(String text) {
        return encode(text, UNRESERVED + "/:@!$&'()*+,;=", true);
    }

    /** A query in which separators and encoded characters stay as they are. */
    static String query(String text) {
        return encode(text, UNRESERVED + "/?:@!$&'()*+,;=", true);
    }

    private static String encode(String text, String kept, boolean keepEncoded) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        byte[] bytes = text.getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            boolean keep = c == '%'
                    ? keepEncoded && i + 2 < bytes.length && isHex(bytes[i + 1]) && isHex(bytes[i + 2])
                    : isAlphanumeric(c) || kept.indexOf(c) >= 0;
            if (keep) {
                out.append(c);
            } else {
                out.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        return out.toString();
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isHex(byte b) {
        return Character.digit(b, 16) >= 0;
    }
}
