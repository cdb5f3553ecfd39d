package io.flowork.api.rpc;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Our JSON values within a message: keys keep their order, integers are exact, and null is a value. */
final class JsonValueAdapter extends TypeAdapter<@Nullable JsonValue> {
    /** A value and the few levels of a message around it. */
    static final int NESTING = JsonValue.MAX_DEPTH + 16;

    private final Class<?> wanted;

    private JsonValueAdapter(Class<?> wanted) {
        this.wanted = wanted;
    }

    /** Makes adapters of all classes of values. */
    static final class Factory implements TypeAdapterFactory {
        @Override
        @SuppressWarnings("unchecked") // the adapter reads values of the class that was asked for
        public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
            return JsonValue.class.isAssignableFrom(type.getRawType())
                    ? (TypeAdapter<T>) new JsonValueAdapter(type.getRawType())
                    : null;
        }
    }

    @Override
    public void write(JsonWriter out, @Nullable JsonValue value) throws IOException {
        if (value == null) {
            out.nullValue();
        } else {
            out.jsonValue(value.toString());
        }
    }

    @Override
    public JsonValue read(JsonReader in) throws IOException {
        String path = in.getPath();
        JsonValue value = value(in);
        if (!wanted.isInstance(value)) {
            throw new MalformedJsonException("there is no " + wanted.getSimpleName() + " at " + path);
        }
        return value;
    }

    /** An array or object that is being read. */
    private sealed interface Open {}

    private record OpenArray(JsonArray.Builder elements) implements Open {}

    private record OpenObject(
            JsonObject.Builder members, @Nullable String key) implements Open {}

    private static JsonValue value(JsonReader in) throws IOException {
        Deque<Open> open = new ArrayDeque<>();
        while (true) {
            JsonValue done = token(in, open);
            while (done != null) {
                switch (open.poll()) {
                    case null -> {
                        return done;
                    }
                    case OpenArray array -> {
                        array.elements.add(done);
                        open.push(array);
                    }
                    case OpenObject object -> {
                        object.members.put(String.valueOf(object.key), done);
                        open.push(new OpenObject(object.members, null));
                    }
                }
                done = null;
            }
        }
    }

    private static @Nullable JsonValue token(JsonReader in, Deque<Open> open) throws IOException {
        JsonToken token = in.peek();
        return switch (token) {
            case NULL -> {
                in.nextNull();
                yield JsonNull.NULL;
            }
            case BOOLEAN -> in.nextBoolean() ? JsonBoolean.TRUE : JsonBoolean.FALSE;
            case STRING -> JsonString.of(in.nextString());
            case NUMBER -> number(in.nextString());
            case BEGIN_ARRAY -> {
                in.beginArray();
                open.push(new OpenArray(new JsonArray.Builder()));
                yield null;
            }
            case BEGIN_OBJECT -> {
                in.beginObject();
                open.push(new OpenObject(new JsonObject.Builder(), null));
                yield null;
            }
            case NAME -> {
                String key = in.nextName();
                if (open.poll() instanceof OpenObject object) {
                    open.push(new OpenObject(object.members, key));
                }
                yield null;
            }
            case END_ARRAY -> {
                in.endArray();
                yield closed(open);
            }
            case END_OBJECT -> {
                in.endObject();
                yield closed(open);
            }
            case END_DOCUMENT -> throw new MalformedJsonException("the message ends too early");
        };
    }

    private static @Nullable JsonValue closed(Deque<Open> open) {
        return switch (open.poll()) {
            case OpenArray array -> array.elements.build();
            case OpenObject object -> object.members.build();
            case null -> null;
        };
    }

    private static JsonNumber number(String literal) throws IOException {
        try {
            return JsonNumber.parse(literal);
        } catch (NumberFormatException e) {
            throw new MalformedJsonException("'" + literal + "' is no number", e);
        }
    }
}
