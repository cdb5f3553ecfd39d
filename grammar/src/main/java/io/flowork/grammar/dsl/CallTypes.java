package io.flowork.grammar.dsl;

import static io.flowork.grammar.dsl.Shapes.*;

import io.flowork.grammar.dsl.Shape.Format;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonString;
import java.util.List;

/** The arguments of the protocols a task can call. */
final class CallTypes {
    private CallTypes() {}

    static List<ObjectType> all() {
        Property output = Property.of(
                        "output", oneOf("raw", "content", "response"), "What of the response is the output.")
                .standard(JsonString.of("content"));
        Property redirect = Property.of("redirect", FLAG, "Whether redirects count as success.")
                .standard(JsonBoolean.FALSE);
        return List.of(
                ObjectType.of(
                        "http",
                        "A request over HTTP.",
                        Property.of("method", TEMPLATE, "The request's method.")
                                .needed()
                                .such("get", "post"),
                        Property.of("endpoint", ENDPOINT, "Where to send it.").needed(),
                        Property.of("headers", TEXT_MAP, "Its headers."),
                        Property.of("body", ANY_TEMPLATE, "Its body."),
                        Property.of("query", TEXT_MAP, "Parameters to add to the address."),
                        output,
                        redirect),
                ObjectType.of(
                        "openapi",
                        "An operation of an API that an OpenAPI document describes.",
                        Property.of("document", RESOURCE, "The OpenAPI document.")
                                .needed(),
                        Property.of("operationId", TEMPLATE, "The operation.").needed(),
                        Property.of("parameters", OBJECT_TEMPLATE, "Its parameters, by name."),
                        Property.of("authentication", AUTHENTICATION, "How to authenticate."),
                        output,
                        redirect),
                ObjectType.of(
                        "grpc",
                        "A method of a gRPC service.",
                        Property.of("proto", RESOURCE, "The protocol buffers file that describes the service.")
                                .needed(),
                        Property.of("service", of("grpcService"), "The service.")
                                .needed(),
                        Property.of("method", TEMPLATE, "The method.").needed(),
                        Property.of("arguments", OBJECT_TEMPLATE, "Its arguments.")),
                ObjectType.of(
                        "grpcService",
                        "A gRPC service.",
                        Property.of("name", TEMPLATE, "Its qualified name.").needed(),
                        Property.of("host", text(Format.HOST), "Its host.").needed(),
                        Property.of("port", new Shape.Whole(0, 65_535), "Its port."),
                        Property.of("authentication", AUTHENTICATION, "How to authenticate.")),
                ObjectType.of(
                                "asyncapi",
                                "An operation that an AsyncAPI document describes.",
                                Property.of("document", RESOURCE, "The AsyncAPI document.")
                                        .needed(),
                                Property.of("channel", TEMPLATE, "The channel, for AsyncAPI 2."),
                                Property.of("operation", TEMPLATE, "The operation, for AsyncAPI 3."),
                                Property.of("server", of("asyncapiServer"), "The server to use."),
                                Property.of(
                                        "protocol",
                                        oneOf(
                                                "amqp",
                                                "amqp1",
                                                "anypointmq",
                                                "googlepubsub",
                                                "http",
                                                "ibmmq",
                                                "jms",
                                                "kafka",
                                                "mercure",
                                                "mqtt",
                                                "mqtt5",
                                                "nats",
                                                "pulsar",
                                                "redis",
                                                "sns",
                                                "solace",
                                                "sqs",
                                                "stomp",
                                                "ws"),
                                        "The protocol by which to choose the server."),
                                Property.of("message", of("asyncapiMessage"), "The message to publish."),
                                Property.of(
                                        "subscription",
                                        new Shape.Deferred(of("asyncapiSubscription")),
                                        "How messages are consumed."),
                                Property.of("authentication", AUTHENTICATION, "How to authenticate."))
                        .oneOf("operation", "channel")
                        .oneOf("message", "subscription"),
                ObjectType.of(
                        "asyncapiServer",
                        "A server of an AsyncAPI document.",
                        Property.of("name", TEMPLATE, "Its name.").needed(),
                        Property.of("variables", OBJECT_TEMPLATE, "Its variables.")),
                ObjectType.of(
                        "asyncapiMessage",
                        "A message to publish.",
                        Property.of("payload", OBJECT_TEMPLATE, "Its content."),
                        Property.of("headers", OBJECT_TEMPLATE, "Its headers.")),
                ObjectType.of(
                        "asyncapiSubscription",
                        "How messages are consumed.",
                        Property.of("filter", ENCLOSED, "Which messages to consume."),
                        Property.of("consume", of("asyncapiConsume"), "How many messages to consume.")
                                .needed(),
                        Property.of("foreach", of("iterator"), "What to do for each message.")),
                ObjectType.of(
                                "asyncapiConsume",
                                "How many messages to consume.",
                                Property.of("for", DURATION, "How long to consume at most."),
                                Property.of("amount", INTEGER, "The number of messages."),
                                Property.of("while", ENCLOSED, "Goes on as long as it holds."),
                                Property.of("until", ENCLOSED, "Goes on until it holds."))
                        .oneOf("amount", "while", "until"),
                ObjectType.of(
                        "a2a",
                        "A method of an agent, by the Agent2Agent protocol.",
                        Property.of("agentCard", RESOURCE, "The card that describes the agent."),
                        Property.of("server", ENDPOINT, "The agent's address."),
                        Property.of(
                                        "method",
                                        oneOf(
                                                "message/send",
                                                "message/stream",
                                                "tasks/get",
                                                "tasks/list",
                                                "tasks/cancel",
                                                "tasks/resubscribe",
                                                "tasks/pushNotificationConfig/set",
                                                "tasks/pushNotificationConfig/get",
                                                "tasks/pushNotificationConfig/list",
                                                "tasks/pushNotificationConfig/delete",
                                                "agent/getAuthenticatedExtendedCard"),
                                        "The method.")
                                .needed(),
                        Property.of(
                                "parameters",
                                either(TEMPLATE, new Shape.Data(true, 1, true)),
                                "The method's parameters.")),
                ObjectType.of(
                                "mcp",
                                "A method of a server, by the Model Context Protocol.",
                                Property.of("protocolVersion", TEMPLATE, "The version of the protocol.")
                                        .standard(JsonString.of("2025-06-18")),
                                Property.of(
                                                "method",
                                                oneOf(
                                                        "tools/list",
                                                        "tools/call",
                                                        "prompts/list",
                                                        "prompts/get",
                                                        "resources/list",
                                                        "resources/read",
                                                        "resources/templates/list"),
                                                "The method.")
                                        .needed(),
                                Property.of(
                                        "parameters", either(TEMPLATE, OBJECT_TEMPLATE), "The method's parameters."),
                                Property.of("timeout", DURATION, "How long the call may take."),
                                Property.of("transport", of("mcpTransport"), "How the server is reached.")
                                        .needed(),
                                Property.of("client", of("mcpClient"), "What the client calls itself."))
                        .open(),
                ObjectType.of(
                                "mcpTransport",
                                "How an MCP server is reached.",
                                Property.of("http", of("mcpHttp"), "Over HTTP."),
                                Property.of("stdio", of("mcpStdio"), "As a program."),
                                Property.of("options", map(TEMPLATE), "Options of the transport."))
                        .oneOf("http", "stdio")
                        .open(),
                ObjectType.of(
                                "mcpHttp",
                                "An MCP server over HTTP.",
                                Property.of("endpoint", ENDPOINT, "Its address.")
                                        .needed(),
                                Property.of("headers", map(TEMPLATE), "Headers to send."))
                        .open(),
                ObjectType.of(
                                "mcpStdio",
                                "An MCP server that is a program.",
                                Property.of("command", TEMPLATE, "The command that starts it.")
                                        .needed(),
                                Property.of("arguments", TEXTS, "The command's arguments."),
                                Property.of("environment", map(TEMPLATE), "Its environment variables."))
                        .open(),
                ObjectType.of(
                                "mcpClient",
                                "What an MCP client calls itself.",
                                Property.of("name", TEMPLATE, "Its name.").needed(),
                                Property.of("version", TEMPLATE, "Its version.").needed())
                        .open());
    }
}
