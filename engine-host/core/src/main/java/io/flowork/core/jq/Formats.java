package io.flowork.core.jq;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The formats of jq: {@code @text}, {@code @json}, {@code @base64} and so on. */
final class Formats {
    static final Set<String> NAMES =
            Set.of("text", "json", "csv", "tsv", "html", "uri", "urid", "sh", "base32", "base32d", "base64", "base64d");

    private static final Set<String> FOR_SECRETS = Set.of("text", "json", "base64", "base64d", "uri");
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    /** How much is encoded and decoded at once: a whole number of groups of base64. */
    private static final int PIECE = 1 << 15;

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private Formats() {}

    static JsonValue apply(Meter meter, JsonValue input, JsonValue name) {
        if (!(name instanceof JsonString format) || !NAMES.contains(format.value())) {
            throw JqException.error(
                    name instanceof JsonString text
                            ? text.value() + " is not a valid format"
                            : Types.describe(name) + " is not a valid format");
        }
        String text = format.value();
        return switch (text) {
            case "csv", "tsv" -> row(meter, input, text.equals("csv"));
            case "json" -> json(meter, input);
            case "sh" -> shell(meter, input);
            default ->
                switch (string(meter, input)) {
                    case JsonString string -> encode(meter, text, string.value());
                    case JsonSecret secret when text.equals("text") -> secret;
                    case JsonValue secret when FOR_SECRETS.contains(text) -> Secrets.encoded(text, secret);
                    default -> throw Types.secret();
                };
        };
    }

    private static JsonValue encode(Meter meter, String format, String text) {
        meter.bytes(text.length() * 4L);
        meter.step();
        return switch (format) {
            case "html" -> JsonString.of(html(meter, text));
            case "uri" -> JsonString.of(uri(meter, text));
            case "urid" -> JsonString.of(fromUri(meter, text));
            case "base32" -> JsonString.of(Base32.encode(meter, bytes(meter, text)));
            case "base32d" -> {
                byte[] decoded = Base32.decode(meter, text);
                if (decoded == null) {
                    throw JqException.error(Types.describe(JsonString.of(text)) + " is not valid base32 data");
                }
                yield JsonString.of(text(meter, decoded, decoded.length));
            }
            case "base64" -> JsonString.of(base64(meter, bytes(meter, text)));
            case "base64d" -> fromBase64(meter, text);
            default -> JsonString.of(text);
        };
    }

    private static byte[] bytes(Meter meter, String text) {
        byte[] utf8 = new byte[(int) Math.min(Meter.MAX_TEXT * 3L, Strings.utf8Length(meter, text))];
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            meter.turn(i);
            int point = text.codePointAt(i);
            if (point >= 0x10000) {
                i++;
            }
            int valid = point >= 0xd800 && point < 0xe000 ? 0xfffd : point;
            size = put(utf8, size, valid);
        }
        return utf8;
    }

    private static int put(byte[] utf8, int at, int point) {
        int size = at;
        int length = Types.bytes(point);
        if (length == 1) {
            utf8[size++] = (byte) point;
            return size;
        }
        utf8[size++] = (byte) (((0xf00 >> length) & 0xff) | (point >> (6 * (length - 1))));
        for (int shift = 6 * (length - 2); shift >= 0; shift -= 6) {
            utf8[size++] = (byte) (0x80 | ((point >> shift) & 0x3f));
        }
        return size;
    }

    /** A string as it is, anything else as JSON text; deferred where it depends on a secret. */
    static JsonValue string(Meter meter, JsonValue value) {
        return value instanceof JsonString || value instanceof JsonSecret ? value : json(meter, value);
    }

    static JsonValue json(Meter meter, JsonValue value) {
        if (value instanceof JsonSecret) {
            return Secrets.encoded("json", value);
        }
        String text = JsonText.write(meter, value);
        return text == null ? Secrets.encoded("json", value) : JsonString.of(text);
    }

    private static JsonValue row(Meter meter, JsonValue input, boolean csv) {
        if (!(input instanceof JsonArray cells)) {
            throw input instanceof JsonSecret
                    ? Types.secret()
                    : JqException.error(
                            Types.describe(input) + " cannot be " + (csv ? "csv" : "tsv") + "-formatted, only array");
        }
        meter.bytes(cells.weight() * 2);
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            meter.step();
            if (i > 0) {
                row.append(csv ? ',' : '\t');
            }
            JsonValue cell = cells.get(i);
            switch (cell) {
                case JsonNull none -> {}
                case JsonBoolean flag -> row.append(flag.value());
                case JsonNumber number -> row.append(Double.isNaN(number.doubleValue()) ? "" : number.text());
                case JsonString text -> {
                    if (csv) {
                        row.append('"');
                        escape(meter, text, row, c -> c == '"' ? "\"\"" : null);
                        row.append('"');
                    } else {
                        escape(meter, text, row, Formats::tab);
                    }
                }
                case JsonSecret secret -> throw Types.secret();
                case JsonArray a -> throw badCell(cell, csv);
                case JsonObject o -> throw badCell(cell, csv);
            }
        }
        return JsonString.of(row.toString());
    }

    private static @Nullable String tab(char c) {
        return switch (c) {
            case '\\' -> "\\\\";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> null;
        };
    }

    /** What a character is written as, or null for itself. */
    private interface Escapes {
        @Nullable
        String of(char c);
    }

    private static void escape(Meter meter, JsonString text, StringBuilder out, Escapes escapes) {
        meter.text((long) out.length() + text.value().length());
        for (int i = 0; i < text.value().length(); i++) {
            meter.turn(i);
            char c = text.value().charAt(i);
            String written = escapes.of(c);
            if (written == null) {
                out.append(c);
            } else {
                out.append(written);
            }
        }
    }

    private static JqException badCell(JsonValue cell, boolean csv) {
        return JqException.error(Types.describe(cell) + " is not valid in a " + (csv ? "csv" : "tsv") + " row");
    }

    private static JsonValue shell(Meter meter, JsonValue input) {
        JsonArray words = input instanceof JsonArray array ? array : JsonArray.of(input);
        meter.bytes(words.weight() * 4);
        StringBuilder command = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            meter.step();
            if (i > 0) {
                command.append(' ');
            }
            switch (words.get(i)) {
                case JsonString text -> {
                    command.append('\'');
                    escape(meter, text, command, c -> c == '\'' ? "'\\''" : null);
                    command.append('\'');
                }
                case JsonSecret secret -> throw Types.secret();
                case JsonArray a -> throw unquotable(a);
                case JsonObject o -> throw unquotable(o);
                case JsonNull none -> command.append("null");
                case JsonBoolean flag -> command.append(flag.value());
                case JsonNumber number -> command.append(number.text());
            }
        }
        return JsonString.of(command.toString());
    }

    private static JqException unquotable(JsonValue value) {
        return JqException.error(Types.describe(value) + " can not be escaped for shell");
    }

    private static String html(Meter meter, String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            meter.turn(i);
            meter.text(escaped.length());
            char c = text.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '\'' -> escaped.append("&apos;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String uri(Meter meter, String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        byte[] utf8 = bytes(meter, text);
        for (int i = 0; i < utf8.length; i++) {
            meter.turn(i);
            meter.text(escaped.length());
            byte b = utf8[i];
            if (b > 0 && UNRESERVED.indexOf(b) >= 0) {
                escaped.append((char) b);
            } else {
                escaped.append('%').append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
            }
        }
        return escaped.toString();
    }

    private static String fromUri(Meter meter, String text) {
        byte[] utf8 = bytes(meter, text);
        byte[] decoded = new byte[utf8.length];
        int size = 0;
        for (int i = 0; i < utf8.length; i++) {
            meter.turn(i);
            if (utf8[i] != '%') {
                decoded[size++] = utf8[i];
                continue;
            }
            int high = i + 2 < utf8.length ? Character.digit(utf8[i + 1], 16) : -1;
            int low = i + 2 < utf8.length ? Character.digit(utf8[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw JqException.error(Types.describe(JsonString.of(text)) + " is not a valid uri encoding");
            }
            decoded[size++] = (byte) ((high << 4) | low);
            i += 2;
        }
        try {
            return text(meter, decoded, size, CodingErrorAction.REPORT);
        } catch (CharacterCodingException e) {
            throw JqException.error(Types.describe(JsonString.of(text)) + " is not a valid uri encoding");
        }
    }

    private static JsonValue fromBase64(Meter meter, String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        String digits = text.substring(0, end);
        boolean valid = true;
        for (int i = 0; i < digits.length() && valid; i++) {
            meter.turn(i);
            char c = digits.charAt(i);
            valid = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
        }
        if (!valid || digits.length() % 4 == 1) {
            String problem = valid ? " trailing base64 byte found" : " is not valid base64 data";
            throw JqException.error(Types.describe(JsonString.of(text)) + problem);
        }
        byte[] decoded = new byte[(int) (digits.length() * 3L / 4)];
        int size = 0;
        for (int at = 0; at < digits.length(); at += PIECE) {
            meter.steps(PIECE / 64);
            byte[] piece = Base64.getDecoder().decode(digits.substring(at, Math.min(digits.length(), at + PIECE)));
            System.arraycopy(piece, 0, decoded, size, piece.length);
            size += piece.length;
        }
        return JsonString.of(text(meter, decoded, size));
    }

    /** The text that UTF-8 stands for, with what is malformed replaced. */
    private static String text(Meter meter, byte[] utf8, int size) {
        try {
            return text(meter, utf8, size, CodingErrorAction.REPLACE);
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("what is malformed is replaced", e);
        }
    }

    private static String base64(Meter meter, byte[] bytes) {
        StringBuilder out = new StringBuilder((int) ((bytes.length + 2L) / 3 * 4));
        int step = PIECE / 4 * 3;
        for (int at = 0; at < bytes.length; at += step) {
            meter.steps(PIECE / 64);
            byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + step));
            out.append(new String(Base64.getEncoder().encode(piece), StandardCharsets.ISO_8859_1));
        }
        return out.toString();
    }

    /** The text that UTF-8 stands for. */
    private static String text(Meter meter, byte[] utf8, int size, CodingErrorAction malformed)
            throws CharacterCodingException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(malformed);
        ByteBuffer in = ByteBuffer.wrap(utf8, 0, size);
        CharBuffer out = CharBuffer.allocate(Math.min(PIECE, size + 1));
        StringBuilder text = new StringBuilder(size);
        while (true) {
            meter.steps(PIECE / 64);
            CoderResult result = decoder.decode(in, out, true);
            if (result.isError()) {
                result.throwException();
            }
            text.append(out.flip());
            out.clear();
            if (result.isUnderflow()) {
                return text.toString();
            }
        }
    }
}
