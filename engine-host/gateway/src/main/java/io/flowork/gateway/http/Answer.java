package io.flowork.gateway.http;

import io.flowork.grammar.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What comes of a request. */
public sealed interface Answer {
    /** The media type of JSON. */
    String JSON = "application/json";

    /**
     * A whole answer.
     *
     * @param status its status
     * @param headers its header fields
     * @param body its content; it is not changed afterwards
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Whole(int status, Map<String, String> headers, byte[] body) implements Answer {
        /** Copies the header fields. */
        public Whole {
            headers = Map.copyOf(headers);
        }

        /** The same with a header field. */
        public Whole with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Whole(status, more, body);
        }
    }

    /**
     * An answer that takes its time.
     *
     * @param body answers, and completes the callback at the end
     */
    record Lasting(Body body) implements Answer {}

    /** Something that answers by itself. */
    @FunctionalInterface
    interface Body {
        /** Answers; returns when that is done, or is going on elsewhere. */
        void answer(Request request, Response response, Callback callback) throws Exception;
    }

    /** A value as JSON. */
    static Whole json(int status, JsonValue value) {
        return text(status, JSON, value.toString());
    }

    /** A text. */
    static Whole text(int status, String type, String text) {
        return new Whole(status, Map.of("Content-Type", type), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Nothing. */
    static Whole empty(int status) {
        return new Whole(status, Map.of(), new byte[0]);
    }
}
