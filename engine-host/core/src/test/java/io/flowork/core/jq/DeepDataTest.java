package io.flowork.core.jq;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.codec.ValueCodec;
import io.flowork.core.schema.Schemas;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonValue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data of 10,000 levels goes through expressions, encodings and schemas on a stack of 256 KiB. */
class DeepDataTest {
    private static final int LEVELS = JsonValue.MAX_DATA_DEPTH;

    private static void onSmallStack(Runnable work) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread small = new Thread(null, work, "small stack", 256 << 10);
        small.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        small.start();
        small.join();
        assertThat(failure.get()).isNull();
    }

    private static JsonValue arrays(int levels) {
        JsonValue value = JsonNumber.of(7);
        for (int i = 0; i < levels; i++) {
            value = JsonArray.of(value);
        }
        return value;
    }

    private static JsonValue mixed(int levels) {
        JsonValue value = JsonNull.NULL;
        for (int i = 0; i < levels; i++) {
            JsonNumber number = JsonNumber.of(i);
            value = i % 2 == 0 ? JsonArray.of(number, value) : JsonObject.of("k", value, "n", number);
        }
        return value;
    }

    /** Programs that give true for any value of 10,000 levels. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ". == (tojson | fromjson)",
                "(. < .) == false and ([., .] | sort | length) == 2 and ([., .] | unique | length) == 1",
                "contains(.) and inside(.)",
                "if type == \"object\" then . * . == . else true end",
                "[.[]] | flatten | length > 0",
                "length as $n | (map(.) | length) == $n",
                "[..] | length >= 10000",
                "[leaf_paths] | length > 0",
                "[paths | length] | max >= 9999",
                ". as $v | last(paths(scalars)) as $p | setpath($p; 1) | getpath($p) == 1",
                ". as $v | last(paths) as $p | delpaths([$p]) != $v",
                "(walk(if type == \"number\" then . + 1 else . end)) | [..] | length >= 10000",
                "tostring | length > 10000",
                "@json == tojson and (@base64 | @base64d) == tojson",
                "[. , 1] | index(1) == 1",
                "[.] - [.] == []",
                "[.] | group_by(.) | length == 1",
                "(to_entries | length) == length",
            })
    void expressions(String program) throws InterruptedException {
        onSmallStack(() -> {
            for (JsonValue value : new JsonValue[] {arrays(LEVELS), mixed(LEVELS)}) {
                JqMachine machine = new JqMachine(new JqLimits(2_000_000_000, 4L << 30, 200_000, 1_000_000));
                assertThat(Jq.run(program, value, machine)).isEqualTo("true");
            }
        });
    }

    /** One level less: {@code fromstream} puts the value into an object, and paths end at 10,000 keys. */
    @Test
    void streams() throws InterruptedException {
        JqMachine machine = new JqMachine(new JqLimits(2_000_000_000, 4L << 30, 200_000, 1_000_000));
        onSmallStack(() -> assertThat(Jq.run("fromstream(tostream) == .", arrays(LEVELS - 1), machine))
                .isEqualTo("true"));
    }

    /** What jq refuses one level further on, and with which words. */
    @ParameterizedTest
    @CsvSource(delimiter = '¦', textBlock = """
            arrays(10000) | . == map(.)                      ¦ true
            arrays(10001) | . == map(.)                      ¦ "Equality check too deep"
            arrays(10001) | . != map(.)                      ¦ "Equality check too deep"
            arrays(10001) | . < map(.)                       ¦ "Comparison too deep"
            arrays(10001) | [., map(.)] | min | length       ¦ "Comparison too deep"
            arrays(10001) | [.] - [map(.)]                   ¦ "Equality check too deep"
            arrays(10000) | contains(.)                      ¦ true
            arrays(10001) | contains(.)                      ¦ "Containment check too deep"
            objects(10001) | . * . | length                  ¦ 1
            objects(10002) | . * .                           ¦ "Object merge too deep"
            arrays(10000) | tojson | contains("too deep")    ¦ false
            arrays(10001) | tojson | contains("<skipped: too deep>") ¦ true
            "[" * 10000 + "]" * 10000 | fromjson | length    ¦ 1
            "[" * 10001 | fromjson                           ¦ "Exceeds depth limit for parsing
            [range(10001)] as $p | getpath($p)               ¦ "Path too deep"
            """)
    void theLastLevel(String program, String output) throws InterruptedException {
        String definitions =
                "def arrays(n): reduce range(n) as $_ (1; [.]); def objects(n): reduce range(n) as $_ (1; {a: .}); ";
        String caught = definitions + "try (" + program + ") catch (if length > 100 then .[:54] else . end)";
        onSmallStack(() -> assertThat(Jq.run(caught, "null")).startsWith(output));
    }

    @Test
    void encodings() throws InterruptedException {
        onSmallStack(() -> {
            JsonValue value = mixed(JsonValue.MAX_DEPTH);
            byte[] bytes = ValueCodec.encode(value);
            assertThat(ValueCodec.decode(bytes).equals(value)).isTrue();
        });
    }

    @Test
    void deletionsAtEachLevel() throws InterruptedException {
        JqMachine machine = new JqMachine(new JqLimits(2_000_000_000, 4L << 30, 200_000, 1_000_000));
        String program = "del(.. | numbers) | [.. | numbers], ([..] | length)";
        onSmallStack(() -> assertThat(Jq.run(program, mixed(3_000), machine)).isEqualTo("[] 3001"));
    }

    @Test
    void manyCandidatesAtEachLevel() throws InterruptedException {
        String nested = "reduce range(5000) as $_ ([]; [1, .])";
        onSmallStack(() -> assertThat(Jq.run(nested + " | contains(.)", "null")).isEqualTo("true"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type": "array"}                            | mixed | /: the type must be
            {"type": ["array", "object"]}                | any   | ok
            {"minItems": 1, "maxProperties": 2}          | any   | ok
            {"items": {"items": {"type": "string"}}}     | array | /0/0: the type must be "string", it is array
            {"items": {"$ref": "#"}}                     | array | /: is nested deeper than 200 levels
            {"enum": [1]}                                | array | /: is nested deeper than 200 levels
            {"uniqueItems": true}                        | array | /: is nested deeper than 200 levels
            """)
    void schemas(String schema, String shape, String problem) throws InterruptedException {
        JsonValue read = JsonReader.parse(schema);
        JsonValue data = shape.equals("array") ? arrays(LEVELS) : mixed(LEVELS);
        onSmallStack(() -> {
            String found = String.join("; ", Schemas.validate(read, data));
            assertThat(found.isEmpty() ? "ok" : found).startsWith(problem);
        });
    }

    @Test
    void aSchemaCanBeTooDeepItself() {
        JsonValue schema = JsonObject.EMPTY;
        for (int i = 0; i < 200; i++) {
            schema = JsonObject.of("not", schema);
        }
        assertThat(Schemas.validate(schema, JsonNull.NULL))
                .singleElement()
                .asString()
                .contains("200 levels");
        assertThat(Schemas.problems(schema)).singleElement().asString().contains("200 levels");
    }
}
