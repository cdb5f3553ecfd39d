package io.flowork.grammar.dsl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values to show for properties, each as YAML on one line: what one would look up, not what the words say already. */
final class Examples {
    private static final String TASKS = "[greet: {set: {text: Hello}}]";
    private static final String URI = "https://example.com/orders/{id}";
    private static final Map<String, String> VALUES = new HashMap<>();

    static {
        workflow();
        tasks();
        run();
        events();
        calls();
        authentication();
    }

    private Examples() {}

    /** A type whose properties have their examples. */
    static ObjectType in(ObjectType type) {
        List<Property> properties = new ArrayList<>();
        for (Property property : type.properties()) {
            String own = VALUES.get(type.name() + "." + property.name());
            String example = own == null ? VALUES.get("*." + property.name()) : own;
            properties.add(
                    example == null || !property.examples().isEmpty() || isType(property.shape())
                            ? property
                            : property.such(example));
        }
        return new ObjectType(type.name(), type.summary(), properties, type.choices(), type.rest(), type.least());
    }

    /** Whether a shape is explained by a type of its own. */
    private static boolean isType(Shape shape) {
        return shape instanceof Shape.Of;
    }

    private static void workflow() {
        put("workflow.do", TASKS);
        put("document.tags", "{team: billing}");
        put("*.metadata", "{owner: Ada}");
        put("use.authentications", "{api: {bearer: {token: '${ $secrets.token }'}}}");
        put("use.errors", "{refused: {type: 'https://example.com/errors/refused', status: 403}}");
        put("use.extensions", "[log: {extend: all, before: [note: {set: {at: '${ $task.name }'}}]}]");
        put("use.functions", "{greet: {set: {text: Hello}}}");
        put("use.retries", "{patient: {delay: PT5S, limit: {attempt: {count: 5}}}}");
        put("use.secrets", "[token]");
        put("use.timeouts", "{short: {after: PT10S}}");
        put("use.catalogs", "{company: {endpoint: 'https://example.com/catalog'}}");
        put("schedule.every", "PT1H");
        put("schedule.after", "PT10M");
        put("evaluate.language", "jq");
        put("schema.document", "{type: object, required: [id]}");
        put("timeout.after", "PT30S");
        put("catalog.endpoint", "https://example.com/catalog");
        put("externalResource.endpoint", "https://example.com/schemas/order.json");
        put("endpoint.uri", URI);
        put("extension.when", "$task.name != \"secret\"");
        put("*.before", TASKS);
        put("*.after", "PT1M");
        put("extension.after", TASKS);
        put("error.type", "https://example.com/errors/refused");
        put("error.instance", "/do/0/refuse");
        put("*.when", "$error.status >= 500");
        put("*.exceptWhen", "$error.status == 404");
        put("retry.delay", "PT5S");
        put("backoff.constant", "{}");
        put("backoff.exponential", "{}");
        put("backoff.linear", "{}");
        put("*.duration", "PT1M");
        put("jitter.from", "PT0.1S");
        put("jitter.to", "PT2S");
    }

    private static void tasks() {
        put("*.if", ".age >= 18");
        put("*.then", "end");
        put("*.do", TASKS);
        put("call.with", "{name: Ada}");
        put("for.while", ".count < 10");
        put("fork.branches", "[left: {wait: PT1S}, right: {wait: PT2S}]");
        put("set.set", "{greeting: '${ \"Hello \\(.name)\" }'}");
        put("switch.switch", "[large: {when: .size > 9, then: end}, other: {then: continue}]");
        put("try.try", "[fetch: {call: http, with: {method: get, endpoint: 'https://example.com'}}]");
        put("case.when", ".size > 9");
    }

    private static void run() {
        put("*.environment", "{LEVEL: debug}");
        put("*.arguments", "[--all, '${ .file }']");
        put("container.ports", "{8080: 80}");
        put("container.volumes", "{/data: /var/data}");
        put("subflow.input", "{id: '${ .id }'}");
        put("grpc.arguments", "{id: 7}");
    }

    private static void events() {
        put("*.source", "https://example.com/shop");
        put("*.dataschema", "https://example.com/schemas/order.json");
        put("*.time", "2026-01-31T12:00:00Z");
        put("*.data", "{orderId: '${ .id }'}");
        put("*.any", "[{with: {type: com.example.order.placed}}]");
        put("*.all", "[{with: {type: com.example.order.placed}}, {with: {type: com.example.order.paid}}]");
        put("eventStrategy.until", ". | length >= 10");
        put("eventFilter.correlate", "{order: {from: .data.orderId}}");
    }

    private static void calls() {
        put("http.endpoint", URI);
        put("*.headers", "{Accept: application/json}");
        put("*.query", "{page: '2'}");
        put("http.body", "{name: '${ .name }'}");
        put("openapi.parameters", "{petId: 7}");
        put("a2a.server", "https://example.com/agent");
        put("a2a.parameters", "{id: task-7}");
        put("grpcService.host", "localhost");
        put("asyncapiServer.variables", "{environment: test}");
        put("asyncapiMessage.payload", "{orderId: '${ .id }'}");
        put("asyncapiSubscription.filter", "${ .payload.total > 100 }");
        put("asyncapiConsume.for", "PT1M");
        put("asyncapiConsume.while", "${ .count < 10 }");
        put("asyncapiConsume.until", "${ .count >= 10 }");
        put("mcp.timeout", "PT30S");
        put("mcp.parameters", "{name: search, arguments: {query: jq}}");
        put("mcpTransport.options", "{protocol: sse}");
        put("mcpHttp.endpoint", "https://example.com/mcp");
    }

    private static void authentication() {
        put("*.authority", "https://login.example.com");
        put("*.scopes", "[read]");
        put("*.issuers", "[https://login.example.com]");
        put("*.audiences", "[orders]");
        put("oauth2Endpoints.token", "/oauth2/token");
        put("oauth2Endpoints.revocation", "/oauth2/revoke");
        put("oauth2Endpoints.introspection", "/oauth2/introspect");
    }

    private static void put(String property, String example) {
        VALUES.put(property, example);
    }
}
