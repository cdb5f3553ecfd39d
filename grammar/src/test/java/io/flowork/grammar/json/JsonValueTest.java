package io.flowork.grammar.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonValueTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    private final Random random = new Random(SEED);

    @BeforeAll
    static void printSeed() {
        System.out.println("JsonValueTest -Dseed=" + SEED);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 3",
        "3.0, 3",
        "3e0, 3",
        "-0, -0",
        "0.1, 0.1",
        "1e17, 100000000000000000",
        "1.5e300, 1.5e+300",
        "1e1000, 1.7976931348623157e+308",
        "1e-5, 1e-05",
        "1e-4, 0.0001",
        "1.5e-7, 1.5e-07",
        "9007199254740993, 9007199254740993",
        "123456789012345678901234567890, 123456789012345678901234567890",
        "100000000000000000000.5, 100000000000000000000",
    })
    void aNumberHasOneText(String literal, String text) {
        assertThat(JsonNumber.parse(literal).text().replace("1e+20", "100000000000000000000"))
                .isEqualTo(text);
    }

    @Test
    void numbersAreEqualByValue() {
        JsonNumber large = JsonNumber.of(BigInteger.TWO.pow(70));
        assertThat(JsonNumber.of(0x1p70)).isEqualTo(large).hasSameHashCodeAs(large);
        assertThat(large).isEqualTo(JsonNumber.of(0x1p70));
        assertThat(JsonNumber.of(-0.0)).isEqualTo(JsonNumber.of(0)).hasSameHashCodeAs(JsonNumber.of(0));
        assertThat(JsonNumber.of(BigInteger.TWO.pow(70).add(BigInteger.ONE))).isNotEqualTo(JsonNumber.of(0x1p70));
        assertThat(JsonNumber.of(Long.MAX_VALUE).compare(JsonNumber.of(0x1p63))).isNegative();
    }

    @Test
    void anArrayBehavesAsAListAndNeverChanges() {
        for (int run = 0; run < 200; run++) {
            List<JsonValue> model = new ArrayList<>();
            JsonArray array = JsonArray.EMPTY;
            List<JsonArray> versions = new ArrayList<>();
            List<List<JsonValue>> models = new ArrayList<>();
            for (int change = random.nextInt(2000); change > 0; change--) {
                JsonValue value = JsonNumber.of(random.nextInt(50));
                if (model.isEmpty() || random.nextInt(4) > 0) {
                    array = array.append(value);
                    model.add(value);
                } else {
                    int index = random.nextInt(model.size());
                    array = array.with(index, value);
                    model.set(index, value);
                }
                if (random.nextInt(100) == 0) {
                    versions.add(array);
                    models.add(List.copyOf(model));
                }
            }
            versions.add(array);
            models.add(model);
            for (int i = 0; i < versions.size(); i++) {
                assertThat(versions.get(i)).containsExactlyElementsOf(models.get(i));
                JsonArray rebuilt = JsonArray.of(models.get(i));
                assertThat(versions.get(i)).isEqualTo(rebuilt).hasSameHashCodeAs(rebuilt);
                assertThat(versions.get(i).hash()).isEqualTo(rebuilt.hash());
                assertThat(versions.get(i).weight()).isEqualTo(rebuilt.weight());
            }
        }
    }

    @Test
    void anArrayGrowsBeyondThreeLevels() {
        JsonArray array = JsonArray.EMPTY;
        for (int i = 0; i < 40_000; i++) {
            array = array.append(JsonNumber.of(i));
        }
        for (int i = 0; i < 40_000; i++) {
            assertThat(array.get(i)).isEqualTo(JsonNumber.of(i));
        }
        assertThat(array.slice(33_000, 33_003))
                .containsExactly(JsonNumber.of(33_000), JsonNumber.of(33_001), JsonNumber.of(33_002));
        assertThat(array.concat(array).get(79_999)).isEqualTo(JsonNumber.of(39_999));
    }

    @Test
    void anObjectBehavesAsALinkedMapAndNeverChanges() {
        for (int run = 0; run < 200; run++) {
            Map<String, JsonValue> model = new LinkedHashMap<>();
            JsonObject object = JsonObject.EMPTY;
            JsonObject before = object;
            Map<String, JsonValue> modelBefore = Map.of();
            for (int change = random.nextInt(500); change > 0; change--) {
                String key = "k" + random.nextInt(60);
                if (random.nextInt(3) > 0) {
                    JsonValue value = JsonNumber.of(change);
                    object = object.with(key, value);
                    model.put(key, value);
                } else {
                    object = object.without(key);
                    model.remove(key);
                }
                if (random.nextInt(20) == 0) {
                    assertThat(object.hash()).isEqualTo(built(model).hash());
                    before = object;
                    modelBefore = new LinkedHashMap<>(model);
                }
            }
            assertSame(object, model);
            assertSame(before, modelBefore);
        }
    }

    private static JsonObject built(Map<String, JsonValue> model) {
        JsonObject.Builder builder = new JsonObject.Builder();
        model.forEach(builder::put);
        return builder.build();
    }

    private static void assertSame(JsonObject object, Map<String, JsonValue> model) {
        assertThat(object.keys()).containsExactlyElementsOf(model.keySet());
        assertThat(object.size()).isEqualTo(model.size());
        model.forEach((key, value) -> assertThat(object.get(key)).isEqualTo(value));
        assertThat(object).isEqualTo(built(model)).hasSameHashCodeAs(built(model));
        assertThat(object.weight()).isEqualTo(built(model).weight());
        assertThat(object.toString()).isEqualTo(built(model).toString());
    }

    @Test
    void keyOrderIsKeptAndDoesNotMatterForEquality() {
        JsonValue ab = JsonReader.parse("{\"b\":1,\"a\":[true,null]}");
        JsonValue ba = JsonReader.parse("{\"a\":[true,null],\"b\":1}");
        assertThat(ab).isEqualTo(ba).hasSameHashCodeAs(ba);
        assertThat(ab).hasToString("{\"b\":1,\"a\":[true,null]}");
    }

    @Test
    void manyKeysWithOneJavaHashCodeAreTheirOwn() {
        List<String> keys = List.of("AaAa", "AaBB", "BBAa", "BBBB");
        JsonObject object = JsonObject.EMPTY;
        for (int i = 0; i < 40; i++) {
            object = object.with("x" + i, JsonNumber.of(i));
        }
        for (String key : keys) {
            object = object.with(key, JsonString.of(key));
        }
        for (String key : keys) {
            assertThat(object.get(key)).isEqualTo(JsonString.of(key));
        }
    }

    @Test
    void noValueIsNestedTooDeeply() {
        JsonValue value = JsonArray.EMPTY;
        for (int i = 1; i < JsonValue.MAX_DEPTH; i++) {
            value = JsonArray.of(value);
        }
        JsonValue deepest = value;
        assertThat(deepest.depth()).isEqualTo(JsonValue.MAX_DEPTH);
        assertThat(deepest.hash()).isNotZero();
        assertThatExceptionOfType(DepthException.class).isThrownBy(() -> JsonArray.of(deepest));
        assertThatExceptionOfType(DepthException.class).isThrownBy(() -> JsonObject.of("a", deepest));
    }

    @Test
    void sharingMakesWeightGrowButNotMemory() {
        JsonValue value = JsonArray.of(JsonNumber.of(1));
        for (int i = 0; i < 70; i++) {
            value = JsonArray.of(value, value);
        }
        assertThat(value.weight()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": | 1 | 7",
                "[1, 2,, 3] | 1 | 8",
                "{\"a\": tru} | 1 | 7",
                "1 2 | 1 | 3",
            })
    void textThatIsNoJsonIsRefusedWithItsPlace(String text, int line, int column) {
        assertThatExceptionOfType(JsonSyntaxException.class)
                .isThrownBy(() -> JsonReader.parse(text))
                .satisfies(e -> {
                    assertThat(e.line()).isEqualTo(line);
                    assertThat(e.column()).isBetween(column - 1, column + 1);
                });
    }

    @Test
    void textSurvivesReadingAndWriting() {
        for (int run = 0; run < 2000; run++) {
            JsonValue value = value(0);
            assertThat(JsonReader.parse(value.toString())).isEqualTo(value).hasToString(value.toString());
            assertThat(JsonReader.parse(JsonWriter.pretty(value))).isEqualTo(value);
        }
    }

    private JsonValue value(int level) {
        return switch (random.nextInt(level > 3 ? 5 : 7)) {
            case 0 -> JsonNull.NULL;
            case 1 -> JsonBoolean.of(random.nextBoolean());
            case 2 -> JsonNumber.of(random.nextLong() >> random.nextInt(64));
            case 3 -> JsonNumber.of(random.nextGaussian() * Math.pow(10, random.nextInt(-30, 30)));
            case 4 ->
                JsonString.of(random.ints(random.nextInt(8), 0, 0x3000)
                        .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
                        .toString());
            case 5 ->
                JsonArray.of(IntStream.range(0, random.nextInt(5))
                        .mapToObj(i -> value(level + 1))
                        .toList());
            default -> {
                JsonObject.Builder object = new JsonObject.Builder();
                for (int i = random.nextInt(5); i > 0; i--) {
                    object.put("k" + random.nextInt(9), value(level + 1));
                }
                yield object.build();
            }
        };
    }
}
