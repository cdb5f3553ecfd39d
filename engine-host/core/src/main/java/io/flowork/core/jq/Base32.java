package io.flowork.core.jq;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Base 32 of RFC 4648. */
final class Base32 {
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Base32() {}

    static String encode(Meter meter, byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length * 8 / 5 + 8);
        int bits = 0;
        int held = 0;
        for (int i = 0; i < bytes.length; i++) {
            meter.turn(i);
            held = (held << 8 | (bytes[i] & 0xff)) & 0xffff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(DIGITS.charAt(held >> bits & 31));
            }
        }
        if (bits > 0) {
            text.append(DIGITS.charAt(held << (5 - bits) & 31));
        }
        return text.repeat('=', (8 - text.length() % 8) % 8).toString();
    }

    /** The bytes, or null if the text is not base 32; padding may be missing. */
    static byte @Nullable [] decode(Meter meter, String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end * 5 / 8 + 1);
        int bits = 0;
        int held = 0;
        for (int i = 0; i < end; i++) {
            meter.turn(i);
            int digit = DIGITS.indexOf(text.charAt(i));
            if (digit < 0) {
                return null;
            }
            held = (held << 5 | digit) & 0xffff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(held >> bits & 0xff);
            }
        }
        return bits >= 5 ? null : bytes.toByteArray();
    }
}
