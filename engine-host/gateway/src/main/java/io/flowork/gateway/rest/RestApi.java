package io.flowork.gateway.rest;

import static io.flowork.gateway.rest.RecordJson.type;

import io.flowork.gateway.http.Answer;
import io.flowork.gateway.http.Exchange;
import io.flowork.gateway.http.Guard;
import io.flowork.gateway.http.Route;
import io.flowork.gateway.http.Routes;
import io.flowork.gateway.http.Timings;
import io.flowork.gateway.page.PageRoutes;
import io.flowork.gateway.stream.RunEventStream;
import io.flowork.gateway.stream.TextSocketRoute;
import io.flowork.gateway.stream.TextSockets;
import io.flowork.grammar.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All routes. */
public final class RestApi {
    private final String version;
    private final List<Route> routes = new ArrayList<>();
    private volatile Answer.@Nullable Whole document;

    private RestApi(String version) {
        this.version = version;
    }

    /**
     * The routes to an engine.
     *
     * @param guard knows who still may ask
     * @param spoken what is spoken over WebSockets
     * @param version this product's version, for the description
     */
    public static Routes routes(
            Upstream engine,
            Guard guard,
            Timings timings,
            RunEventStream.Opener streams,
            TextSockets sockets,
            List<TextSocketRoute> spoken,
            String version) {
        RestApi api = new RestApi(version);
        api.routes.addAll(new WorkflowRoutes(engine).routes());
        api.routes.addAll(new PruneRoutes(engine).routes());
        api.routes.addAll(new PastRoutes(engine).routes());
        api.routes.addAll(new RunRoutes(engine, streams, guard).routes());
        api.routes.addAll(new BranchRoutes(engine).routes());
        api.routes.addAll(new EngineRoutes(engine, timings).routes());
        api.routes.addAll(new WebhookRoutes(engine).routes());
        for (TextSocketRoute route : spoken) {
            api.routes.add(Route.of("GET", route.path(), route.id(), route.summary())
                    .reply(101, "The protocol is switched.")
                    .handledBy(exchange -> {
                        String authorization = exchange.header("Authorization");
                        return sockets.open(route.protocol(), () -> guard.knowsToken(authorization));
                    }));
        }
        api.routes.add(Route.of("GET", "/openapi.json", "getOpenApi", "This description.")
                .open()
                .header("If-None-Match", "The ETag of what is known already.")
                .reply(200, "An OpenAPI 3.1 document.", type("object"))
                .reply(304, "It is what is known already.")
                .handledBy(api::openApi));
        List<Route> all = new ArrayList<>(api.routes);
        all.addAll(PageRoutes.routes());
        return new Routes(all);
    }

    private Answer openApi(Exchange exchange) {
        Answer.Whole known = document;
        if (known == null) {
            JsonObject described = OpenApi.of(routes, version);
            known = new Answer.Whole(
                    200,
                    Map.of(
                            "Content-Type",
                            Answer.JSON,
                            "ETag",
                            "\"" + HexFormat.of().toHexDigits(described.hash()) + "\""),
                    described.toString().getBytes(StandardCharsets.UTF_8));
            document = known;
        }
        String tag = known.headers().getOrDefault("ETag", "");
        return tag.equals(exchange.header("If-None-Match")) ? Answer.empty(304).with("ETag", tag) : known;
    }
}
