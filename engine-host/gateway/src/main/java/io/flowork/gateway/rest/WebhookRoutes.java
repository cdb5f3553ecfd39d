package io.flowork.gateway.rest;

import static io.flowork.gateway.rest.RecordJson.type;

import io.flowork.api.EngineService;
import io.flowork.api.WebhookInfo;
import io.flowork.api.WebhookList;
import io.flowork.api.WebhookRef;
import io.flowork.api.WebhookRequest;
import io.flowork.gateway.http.Answer;
import io.flowork.gateway.http.Exchange;
import io.flowork.gateway.http.Route;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where events are sent, as resources. */
final class WebhookRoutes {
    private static final String PATH = "/v1/webhooks";

    private final Upstream engine;

    WebhookRoutes(Upstream engine) {
        this.engine = engine;
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", PATH, "createWebhook", "Sends events to a URL from now on.")
                        .body(schema(), true, Answer.JSON)
                        .reply(201, "The webhook.", RecordJson.schema(WebhookInfo.class))
                        .handledBy(this::create),
                Route.of("GET", PATH, "listWebhooks", "Lists where events are sent.")
                        .reply(200, "The webhooks.", RecordJson.schema(WebhookList.class))
                        .handledBy(
                                exchange -> Answer.json(200, RecordJson.of(engine.ask(EngineService::listWebhooks)))),
                Route.of("DELETE", PATH + "/{id}", "deleteWebhook", "Sends events to a URL no more.")
                        .reply(200, "The webhook that was.", RecordJson.schema(WebhookInfo.class))
                        .handledBy(exchange -> {
                            WebhookRef ref = new WebhookRef(exchange.path("id"));
                            return Answer.json(200, RecordJson.of(engine.ask(service -> service.deleteWebhook(ref))));
                        }));
    }

    private static JsonObject schema() {
        return type("object")
                .with(
                        "properties",
                        new JsonObject.Builder()
                                .put("url", type("string").with("format", JsonString.of("uri")))
                                .put("types", type("array").with("items", type("string")))
                                .put("secret", type("string"))
                                .build())
                .with("required", JsonArray.of(JsonString.of("url")))
                .with("additionalProperties", JsonBoolean.FALSE);
    }

    private Answer create(Exchange exchange) throws InterruptedException {
        JsonObject body = exchange.object(List.of("url", "types", "secret"));
        String url = text(body, "url");
        if (url == null) {
            throw Exchange.wrong("", "the member 'url' is missing");
        }
        WebhookRequest request = new WebhookRequest(url, types(body.get("types")), text(body, "secret"));
        WebhookInfo webhook = engine.ask(service -> service.createWebhook(request));
        return Answer.json(201, RecordJson.of(webhook)).with("Location", PATH + "/" + webhook.id());
    }

    private static @Nullable String text(JsonObject body, String member) {
        JsonValue value = body.get(member);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonString text) {
            return text.value();
        }
        throw Exchange.wrong("/" + member, "this must be a string; it is of type " + value.typeName());
    }

    private static List<String> types(@Nullable JsonValue value) {
        List<String> types = new ArrayList<>();
        if (value == null) {
            return types;
        }
        if (!(value instanceof JsonArray array)) {
            throw Exchange.wrong("/types", "this must be an array of strings; it is of type " + value.typeName());
        }
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof JsonString type)) {
                throw Exchange.wrong("/types/" + i, "this must be a string");
            }
            types.add(type.value());
        }
        return types;
    }
}
