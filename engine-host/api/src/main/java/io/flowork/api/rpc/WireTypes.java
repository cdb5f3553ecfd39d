package io.flowork.api.rpc;

import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import io.flowork.api.RunStatus;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How values of this interface are written, for whoever passes them on in messages of another protocol. */
public final class WireTypes {
    private WireTypes() {}

    /** Makes JSON values and what stands for statuses known. */
    public static void register(GsonBuilder gson) {
        gson.registerTypeAdapterFactory(new JsonValueAdapter.Factory());
        gson.registerTypeAdapter(RunStatus.class, new RunStatusAdapter());
    }

    private static final class RunStatusAdapter extends TypeAdapter<@Nullable RunStatus> {
        @Override
        public void write(JsonWriter out, @Nullable RunStatus value) throws IOException {
            out.value(value == null ? null : value.text());
        }

        @Override
        public @Nullable RunStatus read(JsonReader in) throws IOException {
            if (in.peek() == JsonToken.NULL) {
                in.nextNull();
                return null;
            }
            String text = in.nextString();
            RunStatus status = RunStatus.of(text);
            if (status == null) {
                throw new MalformedJsonException("'" + text + "' is no status of a run");
            }
            return status;
        }
    }
}
