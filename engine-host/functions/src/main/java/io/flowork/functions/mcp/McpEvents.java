package io.flowork.functions.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.functions.http.BodyWatch;
import io.flowork.grammar.json.DepthException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a stream of server-sent events until the response to a request is there; hands on what the server asks. */
final class McpEvents implements BodyWatch {
    private final JsonValue id;
    private final Consumer<JsonObject> others;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean afterReturn;
    private volatile @Nullable JsonObject response;

    McpEvents(JsonValue id, Consumer<JsonObject> others) {
        this.id = id;
        this.others = others;
    }

    /** The response, or null while it is not there. */
    @Nullable
    JsonObject response() {
        return response;
    }

    @Override
    public boolean isEnough(byte[] bytes) {
        for (byte b : bytes) {
            if (b == '\n' && afterReturn) {
                afterReturn = false;
            } else if (b == '\n' || b == '\r') {
                afterReturn = b == '\r';
                line(line.toString(UTF_8));
                line.reset();
            } else {
                afterReturn = false;
                line.write(b);
            }
        }
        return response != null;
    }

    private void line(String text) {
        if (text.startsWith("data:")) {
            data.append(text, text.startsWith("data: ") ? 6 : 5, text.length()).append('\n');
        } else if (text.isEmpty() && !data.isEmpty()) {
            String event = data.toString();
            data.setLength(0);
            for (JsonObject message : messages(event)) {
                if (message.has("method")) {
                    others.accept(message);
                } else if (response == null && id.equals(message.get("id"))) {
                    response = message;
                }
            }
        }
    }

    /** The response to a request in a body of JSON, or null. */
    static @Nullable JsonObject response(JsonValue id, byte[] body) {
        for (JsonObject message : messages(new String(body, UTF_8))) {
            if (!message.has("method") && id.equals(message.get("id"))) {
                return message;
            }
        }
        return null;
    }

    /** A message, or several in an array as one revision has it; none if the text is something else. */
    private static List<JsonObject> messages(String text) {
        try {
            return switch (JsonReader.parse(text)) {
                case JsonObject message -> List.of(message);
                case JsonArray batch -> {
                    List<JsonObject> messages = new ArrayList<>();
                    batch.forEach(element -> {
                        if (element instanceof JsonObject message) {
                            messages.add(message);
                        }
                    });
                    yield messages;
                }
                case JsonValue other -> List.of();
            };
        } catch (JsonSyntaxException | DepthException e) {
            return List.of();
        }
    }
}
