package io.flowork.gateway.http;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked for. The same description serves requests and is published as OpenAPI.
 *
 * @param method the HTTP method
 * @param path the path, with parameters in braces
 * @param id its name in OpenAPI
 * @param summary what it does, in one sentence
 * @param open whether it needs no token
 * @param parameters what the query and the header fields may say, and the parameters in the path
 * @param types the media types the body may have; none if there is no body
 * @param needsBody whether there must be a body
 * @param body the schema of the body, if there is one
 * @param replies what may be answered, besides problems
 * @param handler answers
 */
public record Route(
        String method,
        String path,
        String id,
        String summary,
        boolean open,
        List<Parameter> parameters,
        List<String> types,
        boolean needsBody,
        @Nullable JsonValue body,
        List<Reply> replies,
        Handler handler) {

    /** Copies the lists. */
    public Route {
        parameters = List.copyOf(parameters);
        types = List.copyOf(types);
        replies = List.copyOf(replies);
    }

    /** Answers requests. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Answers a request, on a virtual thread, so it may wait.
         *
         * @throws Exception a {@link io.flowork.api.ProblemException} is answered as it is
         */
        Answer handle(Exchange exchange) throws Exception;
    }

    /**
     * A parameter.
     *
     * @param name its name
     * @param in {@code path}, {@code query} or {@code header}
     * @param description what it says
     * @param schema what it may be
     */
    public record Parameter(String name, String in, String description, JsonObject schema) {}

    /**
     * An answer.
     *
     * @param status its status
     * @param description when it is given
     * @param type its media type; null if it has no content
     * @param schema the schema of its content
     */
    public record Reply(
            int status, String description, @Nullable String type, JsonValue schema) {}

    /** Describes a route. */
    public static Builder of(String method, String path, String id, String summary) {
        return new Builder(method, path, id, summary);
    }

    /** Puts a route together. */
    public static final class Builder {
        private static final JsonObject STRING = JsonObject.of("type", JsonString.of("string"));

        private final String method;
        private final String path;
        private final String id;
        private final String summary;
        private final List<Parameter> parameters = new ArrayList<>();
        private final List<Reply> replies = new ArrayList<>();
        private List<String> types = List.of();
        private @Nullable JsonValue body;
        private boolean needsBody;
        private boolean open;

        private Builder(String method, String path, String id, String summary) {
            this.method = method;
            this.path = path;
            this.id = id;
            this.summary = summary;
            for (String segment : path.split("/", -1)) {
                if (segment.startsWith("{")) {
                    parameters.add(new Parameter(segment.substring(1, segment.length() - 1), "path", "", STRING));
                }
            }
        }

        /** It needs no token. */
        public Builder open() {
            open = true;
            return this;
        }

        /** The query may have a parameter. */
        public Builder query(String name, String description, JsonObject schema) {
            parameters.add(new Parameter(name, "query", description, schema));
            return this;
        }

        /** The query may have a text as a parameter. */
        public Builder query(String name, String description) {
            return query(name, description, STRING);
        }

        /** There may be a header field. */
        public Builder header(String name, String description) {
            parameters.add(new Parameter(name, "header", description, STRING));
            return this;
        }

        /** There is a body. */
        public Builder body(JsonValue schema, boolean needed, String... mediaTypes) {
            body = schema;
            needsBody = needed;
            types = List.of(mediaTypes);
            return this;
        }

        /** It may be answered with JSON. */
        public Builder reply(int status, String description, JsonValue schema) {
            return reply(status, description, Answer.JSON, schema);
        }

        /** It may be answered with something. */
        public Builder reply(int status, String description, String type, JsonValue schema) {
            replies.add(new Reply(status, description, type, schema));
            return this;
        }

        /** It may be answered without content. */
        public Builder reply(int status, String description) {
            replies.add(new Reply(status, description, null, JsonObject.EMPTY));
            return this;
        }

        /** The route with its handler. */
        public Route handledBy(Handler handler) {
            return new Route(method, path, id, summary, open, parameters, types, needsBody, body, replies, handler);
        }
    }
}
