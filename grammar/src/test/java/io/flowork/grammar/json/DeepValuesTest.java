package io.flowork.grammar.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values as deep as can be go through everything here on a stack of 256 KiB. */
class DeepValuesTest {
    private static final int LEVELS = JsonValue.MAX_DATA_DEPTH;

    enum Shape {
        ARRAYS,
        OBJECTS,
        WIDE,
        MIXED,
        LARGE,
        SECRETS;

        private JsonValue around(JsonValue inside, int level) {
            JsonNumber number = JsonNumber.of(level);
            return switch (this) {
                case ARRAYS -> JsonArray.of(inside);
                case OBJECTS -> JsonObject.of("k", inside);
                case WIDE -> JsonArray.of(number, inside, JsonString.of("after"));
                case MIXED ->
                    level % 2 == 0 ? JsonArray.of(JsonNull.NULL, inside) : JsonObject.of("a", inside, "b", number);
                case LARGE -> {
                    JsonObject.Builder members = new JsonObject.Builder();
                    for (int i = 0; i < (level % 100 == 0 ? 20 : 1); i++) {
                        members.put("k" + i, JsonNumber.of(i));
                    }
                    yield members.put("in", inside).build().without("k0");
                }
                case SECRETS ->
                    level % 3 == 0 ? JsonObject.of("k", inside) : JsonSecret.of(new JsonSecret.Encoded("text", inside));
            };
        }

        JsonValue nested(int levels, JsonValue innermost) {
            JsonValue value = innermost;
            for (int i = 0; i < levels; i++) {
                value = around(value, i);
            }
            return value;
        }
    }

    private static void onSmallStack(Runnable work) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread small = new Thread(null, work, "small stack", 256 << 10);
        small.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        small.start();
        small.join();
        assertThat(failure.get()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void hashesAndEquality(Shape shape) throws InterruptedException {
        onSmallStack(() -> {
            JsonValue one = shape.nested(LEVELS, JsonNumber.of(1));
            JsonValue same = shape.nested(LEVELS, JsonNumber.of(1.0));
            JsonValue other = shape.nested(LEVELS, JsonNumber.of(2));
            assertThat(one.depth()).isEqualTo(LEVELS);
            assertThat(one.equals(same)).isTrue();
            assertThat(one.hash()).isEqualTo(same.hash());
            assertThat(one.hashCode()).isEqualTo(same.hashCode());
            assertThat(one.equals(other)).isFalse();
            assertThat(one.hash()).isNotEqualTo(other.hash());
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Shape.class,
            names = {"SECRETS", "LARGE"},
            mode = EnumSource.Mode.EXCLUDE)
    void texts(Shape shape) throws InterruptedException {
        onSmallStack(() -> {
            JsonValue value = shape.nested(LEVELS, JsonNull.NULL);
            String compact = JsonWriter.compact(value);
            assertThat(value.toString().equals(compact)).isTrue();
            assertThat(JsonReader.parse(compact).equals(value)).isTrue();
            String pretty = JsonWriter.pretty(value);
            assertThat(pretty.length()).isLessThan(compact.length() + 100_000);
            assertThat(JsonReader.parse(pretty).equals(value)).isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void replacingAll(Shape shape) throws InterruptedException {
        ValueRewriter<RuntimeException> more = new ValueRewriter<>() {
            @Override
            protected JsonValue scalar(JsonValue scalar) {
                return scalar.equals(JsonNumber.of(-1)) ? JsonNumber.of(-2) : scalar;
            }

            @Override
            protected JsonValue secret(JsonSecret secret, JsonArray parts) {
                return JsonSecret.of(new JsonSecret.Encoded("text", parts.get(0)));
            }
        };
        onSmallStack(() -> assertThat(more.rewrite(shape.nested(LEVELS, JsonNumber.of(-1)))
                        .equals(shape.nested(LEVELS, JsonNumber.of(-2))))
                .isTrue());
    }

    @Test
    void aTextThatIsTooDeepIsRefusedWithItsPlace() {
        assertThat(JsonReader.parse("[".repeat(LEVELS) + "]".repeat(LEVELS)).depth())
                .isEqualTo(LEVELS);
        assertThatThrownBy(() -> JsonReader.parse("\n" + "[".repeat(LEVELS + 1) + "]".repeat(LEVELS + 1)))
                .isInstanceOfSatisfying(
                        JsonSyntaxException.class, e -> assertThat(e.line()).isEqualTo(2))
                .hasMessageContaining("nested deeper than 10000 levels");
        JsonValue deepest = Shape.ARRAYS.nested(JsonValue.MAX_DEPTH, JsonNull.NULL);
        assertThatExceptionOfType(DepthException.class)
                .isThrownBy(() -> JsonArray.of(deepest))
                .withMessageContaining("10100 levels");
    }

    @Test
    void onlyTheFirstHundredLevelsAreIndented() {
        List<String> lines = JsonWriter.pretty(Shape.OBJECTS.nested(200, JsonArray.of(JsonNull.NULL, JsonNull.NULL)))
                .lines()
                .toList();
        assertThat(lines).hasSize(201);
        assertThat(lines.get(99)).isEqualTo("  ".repeat(99) + "\"k\": {");
        assertThat(lines.get(100))
                .isEqualTo("  ".repeat(100) + "\"k\": " + "{\"k\":".repeat(100) + "[null,null]" + "}".repeat(100));
        assertThat(lines.get(101)).isEqualTo("  ".repeat(99) + "}");
    }

    @Test
    void theWalkIsInTheOrderOfTheText() {
        JsonObject.Builder large = new JsonObject.Builder();
        for (int i = 0; i < 40; i++) {
            large.put("m" + i, JsonNumber.of(i));
        }
        JsonObject holey = large.build().without("m0").without("m7").without("m39");
        List<JsonValue> many = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            many.add(JsonNumber.of(i));
        }
        JsonValue value = JsonObject.of("large", holey, "many", JsonArray.of(many));
        StringBuilder seen = new StringBuilder();
        ValueWalk walk = new ValueWalk(value);
        while (walk.next()) {
            switch (walk.step()) {
                case OPEN -> seen.append(walk.key()).append('(').append(walk.level());
                case SCALAR -> {
                    String key = walk.key();
                    assertThat(key == null ? "m" + walk.index() : key).isEqualTo("m" + walk.value());
                    seen.append('.');
                }
                case CLOSE -> seen.append(')').append(walk.level());
            }
        }
        assertThat(seen).hasToString("null(0large(1" + ".".repeat(37) + ")1many(1" + ".".repeat(70) + ")1)0");
        assertThat(walk.next()).isFalse();
    }
}
