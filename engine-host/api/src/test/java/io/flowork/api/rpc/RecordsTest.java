package io.flowork.api.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineService;
import io.flowork.api.JournalItem;
import io.flowork.api.RunStatus;
import io.flowork.api.StartRequest;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record that goes through the interface comes out as it went in. */
class RecordsTest {
    private static final long SEED = Long.getLong("records.seed", 7);
    private static final List<RunStatus> STATUSES = List.of(RunStatus.values());
    private static final List<String> VALUES = List.of(
            "null",
            "{}",
            "{\"z\": 1, \"a\": 2, \"m\": {\"10\": [], \"9\": null}}",
            "[9007199254740993, -1, 1.5, 1e300, 123456789012345678901234567890, -0.0]",
            "\"\\u0000 \\ud83d\\ude00 \\\" </script>\"",
            "true");

    private final Gson gson = new Wire(RpcServer.methods()).getGson();

    /** The records in the signatures of the interface, and those inside them. */
    static Stream<Class<?>> records() {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> face : List.of(EngineService.class, EngineClient.class)) {
            for (Method method : face.getDeclaredMethods()) {
                for (Type parameter : method.getGenericParameterTypes()) {
                    collect(parameter, found);
                }
                collect(method.getGenericReturnType(), found);
            }
        }
        return found.stream();
    }

    private static void collect(Type type, Set<Class<?>> found) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                collect(argument, found);
            }
        } else if (type instanceof Class<?> record && record.isRecord() && found.add(record)) {
            for (RecordComponent component : record.getRecordComponents()) {
                collect(component.getGenericType(), found);
            }
        }
    }

    @Test
    void theInterfaceHasItsRecords() {
        assertThat(records().map(Class::getSimpleName))
                .contains("StartRequest", "RunInfo", "JournalItem", "RunEvent", "Problem", "EngineHealth")
                .hasSizeGreaterThan(25);
    }

    @ParameterizedTest
    @MethodSource("records")
    void comesOutAsItWentIn(Class<?> record) throws ReflectiveOperationException {
        Random random = new Random(SEED);
        for (int i = 0; i < 50; i++) {
            Object value = sample(record, random);
            String json = gson.toJson(value);
            Object read = gson.fromJson(json, (Type) record);
            assertThat(read).as("seed %d: %s", SEED, json).isEqualTo(value);
            assertThat(JsonReader.parse(json)).as("it is JSON").isInstanceOf(JsonObject.class);
        }
    }

    private static Object sample(Class<?> record, Random random) throws ReflectiveOperationException {
        RecordComponent[] components = record.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            boolean mayLack = components[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
            values[i] = mayLack && random.nextBoolean() ? null : value(components[i].getGenericType(), random);
        }
        return record.getDeclaredConstructor(types).newInstance(values);
    }

    private static Object value(Type type, Random random) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType generic) {
            List<Object> elements = new ArrayList<>();
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            for (int i = random.nextInt(3); i > 0; i--) {
                elements.add(value(last, random));
            }
            return generic.getRawType() == Map.class
                    ? elements.isEmpty() ? Map.of() : Map.of("key", elements.getFirst())
                    : elements;
        }
        Class<?> wanted = (Class<?>) type;
        if (wanted.isRecord()) {
            return sample(wanted, random);
        }
        return switch (wanted.getSimpleName()) {
            case "String" -> "text " + random.nextInt() + "\n\u20ac";
            case "int", "Integer" -> random.nextInt();
            case "long", "Long" -> random.nextLong();
            case "boolean" -> random.nextBoolean();
            case "Instant" -> Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
            case "RunStatus" -> STATUSES.get(random.nextInt(STATUSES.size()));
            case "JsonObject" -> JsonObject.of("a", JsonReader.parse(VALUES.get(random.nextInt(VALUES.size()))));
            case "JsonValue" -> JsonReader.parse(VALUES.get(random.nextInt(VALUES.size())));
            default -> throw new AssertionError("no sample of " + wanted);
        };
    }

    @Test
    void valuesKeepTheOrderOfKeysAndExactIntegers() {
        String text = "{\"z\":9007199254740993,\"a\":123456789012345678901234567890,\"m\":{\"10\":1,\"9\":2}}";
        assertThat(gson.fromJson(text, JsonValue.class)).hasToString(text);
        assertThat(gson.toJson(JsonReader.parse(text))).isEqualTo(text);
    }

    @Test
    void nullIsAValueAndAbsenceIsNone() {
        assertThat(gson.fromJson("{\"input\":null}", StartRequest.class).input())
                .isEqualTo(JsonNull.NULL);
        assertThat(gson.fromJson("{}", StartRequest.class).input()).isNull();
        assertThat(gson.toJson(
                        new StartRequest(new io.flowork.api.WorkflowRef("a", "b", null), JsonNull.NULL, null, 5L)))
                .isEqualTo("{\"workflow\":{\"namespace\":\"a\",\"name\":\"b\"},\"input\":null,\"waitMillis\":5}");
    }

    @Test
    void theDeepestValueGoesThroughAMessage() {
        JsonValue deep = JsonString.of("x");
        while (deep.depth() < JsonValue.MAX_DEPTH) {
            deep = JsonArray.of(deep);
        }
        JournalItem item = new JournalItem(0, 1, 2, Instant.EPOCH, "completed", deep, "00", "00");
        Wire wire = new Wire(RpcServer.methods());
        String message =
                "{\"jsonrpc\":\"2.0\",\"method\":\"run/event\",\"params\":{\"subscription\":\"s\",\"kind\":\"entry\",\"entry\":"
                        + gson.toJson(item) + "}}";
        assertThat(wire.serialize(wire.parseMessage(message))).isEqualTo(message);
    }

    @Test
    void whatIsNoneOfItIsRefused() {
        for (String bad : List.of(
                "{\"time\":\"yesterday\"}", "{\"payload\":{\"a\":1}", "{\"payload\":[1,}", "{\"payload\":nonsense}")) {
            assertThatThrownBy(() -> gson.fromJson(bad, JournalItem.class))
                    .as(bad)
                    .isInstanceOf(JsonParseException.class);
        }
        assertThatThrownBy(() -> gson.fromJson("{\"events\":[[]]}", io.flowork.api.PublishRequest.class))
                .isInstanceOf(JsonParseException.class)
                .hasMessageContaining("JsonObject");
    }
}
