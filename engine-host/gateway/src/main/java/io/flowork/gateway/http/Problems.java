package io.flowork.gateway.http;

import io.flowork.api.Problem;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Problems as answers (RFC 9457). */
public final class Problems {
    /** The media type. */
    public static final String TYPE = "application/problem+json";

    private static final String BUSY_SECONDS = "1";

    private Problems() {}

    /** A problem as an object. */
    public static JsonObject json(Problem problem) {
        JsonObject.Builder json = new JsonObject.Builder()
                .put("type", problem.type())
                .put("status", problem.status())
                .put("title", problem.title())
                .put("detail", problem.detail());
        if (!problem.errors().isEmpty()) {
            JsonArray.Builder errors = new JsonArray.Builder();
            problem.errors().forEach(mistake -> errors.add(json(mistake)));
            json.put("errors", errors.build());
        }
        return json.build();
    }

    private static JsonObject json(Problem.Mistake mistake) {
        JsonObject.Builder json = new JsonObject.Builder().put("detail", mistake.detail());
        if (mistake.pointer() != null) {
            json.put("pointer", mistake.pointer());
        }
        if (mistake.line() != null) {
            json.put("line", JsonNumber.of(mistake.line()));
        }
        if (mistake.column() != null) {
            json.put("column", JsonNumber.of(mistake.column()));
        }
        if (mistake.code() != null) {
            json.put("code", mistake.code());
        }
        return json.build();
    }

    /** A problem as an answer. */
    public static Answer.Whole answer(Problem problem) {
        Answer.Whole answer = Answer.text(problem.status(), TYPE, json(problem).toString());
        return switch (problem.status()) {
            case 401 -> answer.with("WWW-Authenticate", "Bearer realm=\"flowork\"");
            case 429, 503 -> answer.with("Retry-After", BUSY_SECONDS);
            default -> answer;
        };
    }

    /** What the server itself refuses, before any route is asked: what is no HTTP, or too long for a header. */
    public static final class OfServer extends ErrorHandler {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            int status = response.getStatus();
            Object reason = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
            Problem problem = of(status, reason == null ? HttpStatus.getMessage(status) : reason.toString());
            response.getHeaders().put("Content-Type", TYPE);
            byte[] body = json(problem).toString().getBytes(StandardCharsets.UTF_8);
            response.write(true, ByteBuffer.wrap(body), callback);
            return true;
        }

        private static Problem of(int status, String reason) {
            Map<Integer, String> advice = Map.of(
                    HttpStatus.URI_TOO_LONG_414, "The address of the request is too long",
                    HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431, "The header of the request is too large");
            return new Problem(
                    "about:blank",
                    status,
                    HttpStatus.getMessage(status),
                    advice.getOrDefault(status, "The server cannot take this request: " + reason),
                    List.of());
        }
    }
}
