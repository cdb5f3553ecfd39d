package io.flowork.gateway.http;

import io.flowork.api.Problem;
import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Suggestions;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** A request that was read. */
public final class Exchange {
    private final HttpFields headers;
    private final Map<String, String> path;
    private final Map<String, List<String>> query;
    private final byte[] body;

    Exchange(HttpFields headers, Map<String, String> path, Map<String, List<String>> query, byte[] body) {
        this.headers = headers;
        this.path = path;
        this.query = query;
        this.body = body;
    }

    /** A part of the path that the route names. */
    public String path(String name) {
        return path.getOrDefault(name, "");
    }

    /** The parameters of the query. */
    public Map<String, List<String>> query() {
        return query;
    }

    /** A parameter of the query; null if it is not there. */
    public @Nullable String query(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.getLast();
    }

    /** All values of a parameter of the query, those between commas too. */
    public List<String> queries(String name) {
        return query.getOrDefault(name, List.of()).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** A parameter of the query that is a whole number; null if it is not there. */
    public @Nullable Long number(String name) {
        String text = query(name);
        if (text == null) {
            return null;
        }
        if (!text.matches("-?[0-9]{1,18}")) {
            throw Kind.INVALID_REQUEST.because("'" + name + "' is a whole number; it is '" + text + "'");
        }
        return Long.parseLong(text);
    }

    /** A parameter of the query that is a whole number of usual size; null if it is not there. */
    public @Nullable Integer count(String name) {
        Long number = number(name);
        return number == null ? null : Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** A parameter of the query that is a time as in ISO 8601; null if it is not there. */
    public @Nullable Instant time(String name) {
        String text = query(name);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new ProblemException(
                    Kind.INVALID_REQUEST.of(
                            "'" + name + "' is a time such as 2026-11-22T18:00:00Z; it is '" + text + "'"),
                    e);
        }
    }

    /** A parameter of the query that is true or false. */
    public boolean flag(String name) {
        String text = query(name);
        if (text != null && !text.isEmpty() && !text.equals("true") && !text.equals("false")) {
            throw Kind.INVALID_REQUEST.because("'" + name + "' is true or false; it is '" + text + "'");
        }
        return text != null && !text.equals("false");
    }

    /** A header field; null if it is not there. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** All header fields in order. */
    public Iterable<HttpField> headers() {
        return headers;
    }

    /** The media type of the body in lower case, without parameters; empty if it is not said. */
    public String type() {
        return type(headers);
    }

    static String type(HttpFields headers) {
        String type = headers.get("Content-Type");
        if (type == null) {
            return "";
        }
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /** Whether there is no body. */
    public boolean isEmpty() {
        return body.length == 0;
    }

    /** The body, which is not to be changed. */
    public byte[] bytes() {
        return body;
    }

    /** The body as a text. */
    public String text() {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ProblemException(Kind.INVALID_REQUEST.of("The content is not in UTF-8"), e);
        }
    }

    /** The body as JSON. */
    public JsonValue json() {
        try {
            return JsonReader.parse(text());
        } catch (JsonSyntaxException e) {
            throw new ProblemException(
                    Kind.INVALID_REQUEST.of(
                            "The content is no JSON: line %d, column %d: %s"
                                    .formatted(e.line(), e.column(), e.getMessage()),
                            List.of(Problem.Mistake.at(e.line(), e.column(), String.valueOf(e.getMessage())))),
                    e);
        }
    }

    /**
     * The body as an object that has no other members than these.
     *
     * @param members what it may have
     */
    public JsonObject object(List<String> members) {
        return object(json(), "", members);
    }

    /** A value as an object that has no other members than these. */
    public static JsonObject object(JsonValue value, String pointer, List<String> members) {
        if (!(value instanceof JsonObject object)) {
            throw wrong(pointer, "this must be an object; it is of type " + value.typeName());
        }
        for (String key : object.keys()) {
            if (!members.contains(key)) {
                throw wrong(
                        pointer + "/" + JsonPointer.escaped(key),
                        "there is no member '" + key + "'" + Suggestions.didYouMean(key, members));
            }
        }
        return object;
    }

    /** What is wrong at a place in the body. */
    public static ProblemException wrong(String pointer, String detail) {
        return new ProblemException(Kind.INVALID_REQUEST.of(
                "At " + (pointer.isEmpty() ? "the content" : pointer) + ": " + detail,
                List.of(Problem.Mistake.at(pointer, detail))));
    }
}
