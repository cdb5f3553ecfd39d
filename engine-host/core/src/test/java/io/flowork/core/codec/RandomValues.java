package io.flowork.core.codec;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes values of every kind, edge cases often. */
final class RandomValues {
    private static final double[] DOUBLES = {
        -0.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        0.5,
        0.1,
        1e300,
        -1e19,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        65504.5,
        3.4028234663852886e38,
        5.960464477539063e-8,
        1.401298464324817e-45
    };
    private static final long[] LONGS = {
        0,
        23,
        24,
        255,
        256,
        65535,
        65536,
        0xffff_ffffL,
        0x1_0000_0000L,
        Long.MAX_VALUE,
        -1,
        -24,
        -25,
        -257,
        Long.MIN_VALUE
    };

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    JsonValue next(int levels) {
        return switch (random.nextInt(levels > 0 ? 12 : 8)) {
            case 0 -> JsonNull.NULL;
            case 1 -> JsonBoolean.of(random.nextBoolean());
            case 2 -> JsonNumber.of(LONGS[random.nextInt(LONGS.length)]);
            case 3 -> JsonNumber.of(random.nextLong() >> random.nextInt(64));
            case 4 -> JsonNumber.of(DOUBLES[random.nextInt(DOUBLES.length)]);
            case 5 ->
                JsonNumber.of(
                        random.nextBoolean() ? random.nextGaussian() : Double.longBitsToDouble(random.nextLong()));
            case 6 -> JsonNumber.of(new BigInteger(random.nextInt(300), random).multiply(sign()));
            case 7 -> JsonString.of(text());
            case 8, 9 -> array(levels);
            case 10 -> object(levels);
            default -> secret(levels);
        };
    }

    private BigInteger sign() {
        return random.nextBoolean() ? BigInteger.ONE : BigInteger.ONE.negate();
    }

    private JsonArray array(int levels) {
        JsonArray.Builder array = new JsonArray.Builder();
        for (int i = size(); i > 0; i--) {
            array.add(next(levels - 1));
        }
        return array.build();
    }

    private JsonObject object(int levels) {
        JsonObject.Builder object = new JsonObject.Builder();
        for (int i = size(); i > 0; i--) {
            object.put(text(), next(levels - 1));
        }
        return object.build();
    }

    private int size() {
        return random.nextInt(8) == 0 ? random.nextInt(70) : random.nextInt(5);
    }

    private JsonSecret secret(int levels) {
        return JsonSecret.of(
                switch (random.nextInt(3)) {
                    case 0 ->
                        new JsonSecret.Handle(text(), List.of(text(), text()).subList(0, random.nextInt(3)));
                    case 1 -> {
                        List<JsonValue> parts = new ArrayList<>();
                        for (int i = random.nextInt(4); i > 0; i--) {
                            parts.add(random.nextBoolean() ? JsonString.of(text()) : secret(0));
                        }
                        yield new JsonSecret.Concat(parts);
                    }
                    default -> new JsonSecret.Encoded("base64", next(Math.max(0, levels - 1)));
                });
    }

    /** Text of any UTF-16 code units: often ASCII, sometimes with surrogates that have no partner. */
    String text() {
        int length = random.nextInt(10) == 0 ? random.nextInt(400) : random.nextInt(12);
        int style = random.nextInt(4);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            switch (style) {
                case 0, 1 -> text.append((char) random.nextInt(0x80));
                case 2 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
                default -> text.append((char) (0xd000 + random.nextInt(0x1000)));
            }
        }
        return text.toString();
    }
}
