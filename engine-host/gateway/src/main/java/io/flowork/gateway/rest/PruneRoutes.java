package io.flowork.gateway.rest;

import static io.flowork.gateway.rest.RecordJson.type;

import io.flowork.api.PruneRequest;
import io.flowork.api.PruneResult;
import io.flowork.gateway.http.Answer;
import io.flowork.gateway.http.Exchange;
import io.flowork.gateway.http.Route;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Removing runs that ended long ago. */
final class PruneRoutes {
    private static final List<String> MEMBERS = List.of("dryRun", "olderThan", "keep", "maxBytes");

    private final Upstream engine;

    PruneRoutes(Upstream engine) {
        this.engine = engine;
    }

    List<Route> routes() {
        JsonObject count = type("integer").with("minimum", JsonNumber.of(0));
        JsonObject members = new JsonObject.Builder()
                .put("dryRun", type("boolean"))
                .put("olderThan", type("string").with("format", JsonString.of("duration")))
                .put("keep", count)
                .put("maxBytes", count)
                .build();
        JsonObject body = type("object").with("properties", members).with("additionalProperties", JsonBoolean.FALSE);
        return List.of(Route.of(
                        "POST",
                        "/v1/runs/prune",
                        "pruneRuns",
                        "Removes runs that ended long ago, or tells which these are.")
                .body(body, false, Answer.JSON)
                .reply(200, "What was removed, or would be.", RecordJson.schema(PruneResult.class))
                .handledBy(this::prune));
    }

    private Answer prune(Exchange exchange) throws InterruptedException {
        JsonObject body = exchange.isEmpty() ? JsonObject.EMPTY : exchange.object(MEMBERS);
        PruneRequest request = new PruneRequest(
                flag(body.get("dryRun")),
                millis(body.get("olderThan")),
                count(body.get("keep"), "/keep"),
                count(body.get("maxBytes"), "/maxBytes"));
        return Answer.json(200, RecordJson.of(engine.ask(service -> service.prune(request))));
    }

    private static boolean flag(@Nullable JsonValue value) {
        return switch (value) {
            case null -> false;
            case JsonBoolean bool -> JsonBoolean.TRUE.equals(bool);
            default -> throw Exchange.wrong("/dryRun", "this must be true or false; it is of type " + value.typeName());
        };
    }

    private static @Nullable Long millis(@Nullable JsonValue value) {
        if (value == null) {
            return null;
        }
        try {
            if (value instanceof JsonString text) {
                return Duration.parse(text.value()).toMillis();
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw wrong(value);
        }
        throw wrong(value);
    }

    private static RuntimeException wrong(JsonValue value) {
        return Exchange.wrong("/olderThan", "this must be a duration such as P30D or PT12H; it is " + value);
    }

    private static @Nullable Long count(@Nullable JsonValue value, String pointer) {
        if (value == null) {
            return null;
        }
        if (value.toString().matches("[0-9]{1,18}")) {
            return Long.valueOf(value.toString());
        }
        throw Exchange.wrong(pointer, "this must be a whole number from 0; it is " + value);
    }
}
