package io.flowork.runtime;

import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.RunQuery;
import io.flowork.store.Store;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;

/** A function that looks into the store from outside, while it is called: the kinds of the entries that are durable. */
public final class JournalFunction implements FunctionHandler {
    static final String NAME = "journal:1.0.0@default";

    @Override
    public FunctionDescriptor descriptor() {
        return new FunctionDescriptor(NAME, "Reads the newest journal.", JsonObject.EMPTY, JsonObject.EMPTY);
    }

    @Override
    public JsonValue call(FunctionCall call) {
        String folder = ((JsonString) call.arguments().get("folder")).value();
        try (Store store = SqliteStore.openReadOnly(Path.of(folder))) {
            String run = store.runs(RunQuery.newest(1)).getFirst().id();
            return JsonArray.of(store.entries(run, 0, 0, 100).stream()
                    .map(entry -> JsonString.of(entry.kind()))
                    .toList());
        }
    }
}
