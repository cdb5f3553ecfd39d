package io.flowork.gateway.rest;

import io.flowork.api.RunStatus;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The API's records as JSON objects, and the schemas of these: both follow from the records' components. */
final class RecordJson {
    private RecordJson() {}

    /** A record as an object; a component that is null is null there too. */
    static JsonObject of(Record record) {
        JsonObject.Builder json = new JsonObject.Builder();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                json.put(component.getName(), value(component.getAccessor().invoke(record)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the records of the API are public", e);
            }
        }
        return json.build();
    }

    private static JsonValue value(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNull.NULL;
            case JsonValue json -> json;
            case String text -> JsonString.of(text);
            case Boolean bool -> bool ? JsonBoolean.TRUE : JsonBoolean.FALSE;
            case Integer number -> JsonNumber.of(number);
            case Long number -> JsonNumber.of(number);
            case Instant instant -> JsonString.of(instant.toString());
            case RunStatus status -> JsonString.of(status.text());
            case Record record -> of(record);
            case List<?> list -> {
                JsonArray.Builder array = new JsonArray.Builder();
                list.forEach(element -> array.add(value(element)));
                yield array.build();
            }
            case Map<?, ?> map -> {
                JsonObject.Builder object = new JsonObject.Builder();
                new TreeMap<>(map).forEach((key, member) -> object.put(String.valueOf(key), value(member)));
                yield object.build();
            }
            default -> throw new IllegalArgumentException("the API has no " + value.getClass());
        };
    }

    /** The schema that {@link #of} satisfies for every record of a class. */
    static JsonObject schema(Class<? extends Record> type) {
        JsonObject.Builder properties = new JsonObject.Builder();
        JsonArray.Builder names = new JsonArray.Builder();
        for (RecordComponent component : type.getRecordComponents()) {
            JsonObject schema = schema(component.getGenericType());
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            properties.put(component.getName(), nullable ? orNull(schema) : schema);
            names.add(JsonString.of(component.getName()));
        }
        return new JsonObject.Builder()
                .put("type", "object")
                .put("properties", properties.build())
                .put("required", names.build())
                .put("additionalProperties", JsonBoolean.FALSE)
                .build();
    }

    private static JsonObject orNull(JsonObject schema) {
        return schema.isEmpty()
                ? schema
                : JsonObject.of("anyOf", JsonArray.of(schema, JsonObject.of("type", JsonString.of("null"))));
    }

    @SuppressWarnings("unchecked") // a class of records is one of Record
    private static JsonObject schema(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            JsonObject element = schema(arguments[arguments.length - 1]);
            return generic.getRawType() == Map.class
                    ? type("object").with("additionalProperties", element)
                    : type("array").with("items", element);
        }
        Class<?> wanted = (Class<?>) type;
        if (wanted.isRecord()) {
            return schema((Class<? extends Record>) wanted);
        }
        return switch (wanted.getSimpleName()) {
            case "String" -> type("string");
            case "boolean", "Boolean" -> type("boolean");
            case "int", "Integer", "long", "Long" -> type("integer");
            case "Instant" -> type("string").with("format", JsonString.of("date-time"));
            case "RunStatus" -> status();
            case "JsonObject" -> type("object");
            case "JsonValue" -> JsonObject.EMPTY;
            default -> throw new IllegalArgumentException("the API has no " + wanted);
        };
    }

    /** The schema of a JSON type. */
    static JsonObject type(String name) {
        return JsonObject.of("type", JsonString.of(name));
    }

    /** The schema of an object that has no other members than these. */
    static JsonObject object(List<String> required, JsonObject properties) {
        return type("object")
                .with("properties", properties)
                .with(
                        "required",
                        JsonArray.of(required.stream().map(JsonString::of).toList()))
                .with("additionalProperties", JsonBoolean.FALSE);
    }

    /** The schema of a run's status. */
    static JsonObject status() {
        JsonArray.Builder names = new JsonArray.Builder();
        for (RunStatus status : RunStatus.values()) {
            names.add(JsonString.of(status.text()));
        }
        return type("string").with("enum", names.build());
    }
}
