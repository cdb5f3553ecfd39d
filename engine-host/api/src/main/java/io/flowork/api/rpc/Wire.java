package io.flowork.api.rpc;

import com.google.gson.GsonBuilder;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.jspecify.annotations.Nullable;

/** Reads and writes messages. */
final class Wire extends MessageJsonHandler {
    Wire(Map<String, JsonRpcMethod> methods) {
        super(methods, Wire::configure);
    }

    private static void configure(GsonBuilder gson) {
        gson.setStrictness(Strictness.STRICT);
        WireTypes.register(gson);
        gson.registerTypeAdapter(Instant.class, new InstantAdapter());
    }

    /** As in the superclass, but values may be nested as deeply as ours. */
    @Override
    public Message parseMessage(Reader input) {
        JsonReader reader = new JsonReader(input);
        reader.setNestingLimit(JsonValueAdapter.NESTING);
        return getGson().fromJson(reader, Message.class);
    }

    private static final class InstantAdapter extends TypeAdapter<@Nullable Instant> {
        @Override
        public void write(JsonWriter out, @Nullable Instant value) throws IOException {
            out.value(value == null ? null : value.toString());
        }

        @Override
        public @Nullable Instant read(JsonReader in) throws IOException {
            if (in.peek() == JsonToken.NULL) {
                in.nextNull();
                return null;
            }
            String text = in.nextString();
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw new MalformedJsonException("'" + text + "' is no time as in ISO 8601", e);
            }
        }
    }
}
