package io.flowork.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ValueCodecTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0                       | 00
            23                      | 17
            24                      | 1818
            1000000                 | 1a000f4240
            9223372036854775807     | 1b7fffffffffffffff
            18446744073709551615    | 1bffffffffffffffff
            18446744073709551616    | c249010000000000000000
            -1                      | 20
            -1000                   | 3903e7
            -18446744073709551616   | 3bffffffffffffffff
            -18446744073709551617   | c349010000000000000000
            1.5                     | f93e00
            -4.1                    | fbc010666666666666
            100000.5                | fa47c35040
            1.0e+300                | fb7e37e43c8800759c
            -0                      | f98000
            "ü"                     | 62c3bc
            "\\ud800\\udd51"        | 64f0908591
            [1,[2,3],[4,5]]         | 8301820203820405
            {"b":"B","a":[]}        | a26162614261 6180
            [false,true,null]       | 83f4f5f6
            """)
    void encodesAsTheRfcShows(String json, String hex) {
        String expected = hex.replace(" ", "");
        JsonValue value = JsonReader.parse(json);
        if (!json.startsWith("{")) {
            assertThat(HexFormat.of().formatHex(ValueCodec.encode(value))).isEqualTo(expected);
        }
        assertSame(ValueCodec.decode(ValueCodec.encode(value)), value);
    }

    @Test
    void everyValueComesBackAsItWas() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        RandomValues values = new RandomValues(random);
        for (int i = 0; i < 5_000; i++) {
            JsonValue value = values.next(5);
            byte[] bytes = ValueCodec.encode(value);
            JsonValue back = ValueCodec.decode(bytes);
            assertThat(ValueCodec.encode(back)).as("seed %d", seed).isEqualTo(bytes);
            assertThat(back.hash()).as("seed %d", seed).isEqualTo(value.hash());
            assertSame(back, value);
        }
    }

    @Test
    void keepsTheOrderOfKeys() {
        JsonValue back = ValueCodec.decode(ValueCodec.encode(JsonReader.parse("{\"z\":1,\"a\":{\"y\":2,\"b\":3}}")));
        assertThat(back).hasToString("{\"z\":1,\"a\":{\"y\":2,\"b\":3}}");
    }

    @Test
    void userDataIsNeverTakenForASecret() {
        JsonValue data = JsonReader.parse("[1181511543,[0,\"token\",[]],{\"$secret\":\"token\"},\"••••\"]");
        assertThat(ValueCodec.decode(ValueCodec.encode(data))).isEqualTo(data);
        JsonSecret secret = JsonSecret.of(new JsonSecret.Concat(
                List.of(JsonString.of("Bearer "), JsonSecret.of(new JsonSecret.Handle("token", List.of("access"))))));
        assertThat(ValueCodec.decode(ValueCodec.encode(secret))).isEqualTo(secret);
    }

    @Test
    void theDeepestValueFitsASmallStack() throws InterruptedException {
        JsonValue array = JsonNull.NULL;
        JsonValue object = JsonString.of("x");
        JsonValue secret = JsonSecret.of(new JsonSecret.Handle("s", List.of("a")));
        for (int i = 0; i < JsonValue.MAX_DEPTH - 1; i++) {
            array = JsonArray.of(array);
            object = JsonObject.of("k", object);
            secret = JsonSecret.of(new JsonSecret.Encoded("text", secret));
        }
        List<JsonValue> deepest = List.of(JsonArray.of(array), JsonObject.of("k", object), secret);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread small = new Thread(
                null,
                () -> {
                    for (JsonValue value : deepest) {
                        byte[] bytes = ValueCodec.encode(value);
                        assertThat(ValueCodec.encode(ValueCodec.decode(bytes))).isEqualTo(bytes);
                    }
                },
                "small stack",
                512 << 10);
        small.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        small.start();
        small.join();
        assertThat(failure.get()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'', a cut",
        "18, a cut",
        "61, a length beyond its end",
        "9affffffff, a length beyond its end",
        "bb7fffffffffffffff, a length beyond its end",
        "5b7fffffffffffffff, unexpected kind",
        "c25b7fffffffffffffff, a length beyond its end",
        "61ff, not UTF-8",
        "d9011141ff, not WTF-8",
        "a2616101616102, a repeated key",
        "a10101, no text",
        "0000, bytes after its end",
        "9fff, an indefinite",
        "c100, an unknown tag",
        "da466c6f778109, an unknown form",
        "da466c6f77820001, a malformed secret",
        "f8ff, an unknown simple value",
    })
    void refusesDamage(String hex, String problem) {
        assertThatThrownBy(() -> ValueCodec.decode(HexFormat.of().parseHex(hex)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void refusesNestingBeyondTheLimit() {
        byte[] bytes = new byte[JsonValue.MAX_DEPTH + 2];
        Arrays.fill(bytes, (byte) 0x81);
        bytes[bytes.length - 1] = 0;
        assertThatThrownBy(() -> ValueCodec.decode(bytes))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("nested deeper");
    }

    @Test
    void everyCutIsNoticedAndNoFlippedBitDoesHarm() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        RandomValues values = new RandomValues(random);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = ValueCodec.encode(values.next(4));
            int cut = random.nextInt(bytes.length);
            assertThatThrownBy(() -> ValueCodec.decode(bytes, 0, cut))
                    .as("seed %d", seed)
                    .isInstanceOf(CodecException.class);
            for (int j = 0; j < 20; j++) {
                byte[] damaged = bytes.clone();
                damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                try {
                    ValueCodec.encode(ValueCodec.decode(damaged));
                } catch (CodecException e) {
                    assertThat(e).hasMessageContaining("at byte");
                }
            }
        }
    }

    @Test
    void lyingLengthsInsideEachOtherTakeNoMemory() {
        // 9,000 arrays that each claim as many elements as there are bytes left: 40 GB if it were believed
        byte[] bytes = new byte[1 << 20];
        Arrays.fill(bytes, (byte) 0xf6);
        for (int i = 0; i < 9_000; i++) {
            bytes[i * 5] = (byte) 0x9a;
            int claim = bytes.length - i * 5 - 5;
            for (int j = 0; j < 4; j++) {
                bytes[i * 5 + 1 + j] = (byte) (claim >> (24 - 8 * j));
            }
        }
        assertThatThrownBy(() -> ValueCodec.decode(bytes)).isInstanceOf(CodecException.class);
    }

    @Test
    void bigIntegersOfAnySizeAreExact() {
        BigInteger big = BigInteger.TWO.pow(33_000).subtract(BigInteger.ONE);
        assertSame(ValueCodec.decode(ValueCodec.encode(JsonNumber.of(big))), JsonNumber.of(big));
    }

    /** Equal, of the same representation (so -0 is not 0), with keys in the same order. */
    private static void assertSame(JsonValue actual, JsonValue expected) {
        assertThat(actual.toString()).isEqualTo(expected.toString());
        assertThat(actual.depth()).isEqualTo(expected.depth());
        assertThat(actual).isEqualTo(expected);
    }
}
