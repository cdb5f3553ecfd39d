package io.flowork.gateway.rest;

import static io.flowork.gateway.rest.RecordJson.type;

import io.flowork.api.EngineHealth;
import io.flowork.api.EngineInfo;
import io.flowork.api.EngineService;
import io.flowork.api.Problem.Kind;
import io.flowork.api.PublishRequest;
import io.flowork.api.PublishResult;
import io.flowork.gateway.http.Answer;
import io.flowork.gateway.http.Exchange;
import io.flowork.gateway.http.Route;
import io.flowork.gateway.http.Timings;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import java.util.List;

/** Events, and how the engine is. */
final class EngineRoutes {
    private static final JsonObject STATE = JsonObject.of("state", JsonString.of(EngineHealth.READY));

    private final Upstream engine;
    private final Timings timings;

    EngineRoutes(Upstream engine, Timings timings) {
        this.engine = engine;
        this.timings = timings;
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", "/v1/events", "publishEvents", "Brings CloudEvents to the runs that listen for them.")
                        .body(JsonObject.EMPTY, false, CloudEvents.STRUCTURED, CloudEvents.BATCH, "*/*")
                        .reply(202, "The events were published.", RecordJson.schema(PublishResult.class))
                        .handledBy(this::publish),
                Route.of("GET", "/v1/engine", "getEngine", "Says what this engine is.")
                        .reply(200, "The engine.", RecordJson.schema(EngineInfo.class))
                        .handledBy(exchange -> Answer.json(200, RecordJson.of(engine.ask(EngineService::info)))),
                Route.of("GET", "/v1/engine/health", "getEngineHealth", "Says how this engine is.")
                        .reply(200, "Its health.", RecordJson.schema(EngineHealth.class))
                        .handledBy(exchange -> Answer.json(200, RecordJson.of(engine.ask(EngineService::health)))),
                Route.of("GET", "/livez", "isAlive", "Whether this process answers.")
                        .open()
                        .reply(200, "It does.", type("object"))
                        .handledBy(exchange -> Answer.json(200, JsonObject.of("state", JsonString.of("alive")))),
                Route.of("GET", "/readyz", "isReady", "Whether the engine takes work.")
                        .open()
                        .reply(200, "It does.", type("object"))
                        .handledBy(this::ready),
                Route.of("GET", "/metrics", "getMetrics", "Numbers for Prometheus.")
                        .reply(200, "The numbers.", Metrics.TYPE, type("string"))
                        .handledBy(exchange -> Answer.text(
                                200,
                                Metrics.TYPE,
                                Metrics.of(
                                        engine.ask(EngineService::info), engine.ask(EngineService::health), timings))));
    }

    private Answer publish(Exchange exchange) throws InterruptedException {
        PublishRequest request = new PublishRequest(CloudEvents.of(exchange));
        PublishResult result = engine.ask(service -> service.publish(request));
        return Answer.json(202, RecordJson.of(result));
    }

    private Answer ready(Exchange exchange) throws InterruptedException {
        EngineHealth health = engine.ask(EngineService::health);
        if (!health.state().equals(EngineHealth.READY)) {
            throw Kind.UNAVAILABLE.because("The engine is " + health.state());
        }
        return Answer.json(200, STATE);
    }
}
