package io.flowork.functions.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapperSupplier;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A server made with the protocol's Java SDK: over HTTP in this process, or over the standard streams as one of its own. */
@SuppressWarnings("deprecation") // the constructors are shorter than the builders
final class McpPeer implements AutoCloseable {
    private static final McpJsonMapper JSON = new JacksonMcpJsonMapperSupplier().get();

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final List<Map<String, Object>> metas = new CopyOnWriteArrayList<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Serves over HTTP. */
    McpPeer() throws Exception {
        HttpServletStreamableServerTransportProvider transport = HttpServletStreamableServerTransportProvider.builder()
                .jsonMapper(JSON)
                .mcpEndpoint("/mcp")
                .build();
        configure(McpServer.sync(transport));
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(transport);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
    }

    private McpPeer(StdioServerTransportProvider transport) {
        configure(McpServer.sync(transport));
    }

    /** Serves over the standard streams until the input ends. */
    public static void main(String[] arguments) throws Exception {
        new McpPeer(new StdioServerTransportProvider(JSON));
        new CountDownLatch(1).await();
    }

    String uri() {
        return "http://127.0.0.1:" + connector.getLocalPort() + "/mcp";
    }

    /** The {@code _meta} of the calls of tools so far. */
    List<Map<String, Object>> metas() {
        return metas;
    }

    void awaitHanging() throws InterruptedException {
        hanging.await();
    }

    private void configure(McpServer.SyncSpecification<?> server) {
        server.serverInfo("peer", "1")
                .capabilities(McpSchema.ServerCapabilities.builder()
                        .tools(true)
                        .prompts(true)
                        .resources(false, true)
                        .build())
                .tools(
                        tool(
                                "echo",
                                (exchange, request) ->
                                        text(String.valueOf(request.arguments().get("text")))),
                        tool(
                                "fail",
                                (exchange, request) -> CallToolResult.builder()
                                        .addTextContent("it broke: "
                                                + request.arguments().get("text"))
                                        .isError(true)
                                        .build()),
                        tool(
                                "surroundings",
                                (exchange, request) -> text(Path.of("").toAbsolutePath() + " "
                                        + String.join(" ", System.getenv().keySet()) + " " + System.getenv("GIVEN"))),
                        tool("asksBack", (exchange, request) -> {
                            exchange.ping();
                            return text("the client is there");
                        }),
                        tool("hang", (exchange, request) -> {
                            hanging.countDown();
                            try {
                                closed.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return text("late");
                        }))
                .prompts(new McpServerFeatures.SyncPromptSpecification(
                        new McpSchema.Prompt("greet", "Greets.", List.of()),
                        (exchange, request) -> new McpSchema.GetPromptResult(
                                "A greeting",
                                List.of(new McpSchema.PromptMessage(
                                        McpSchema.Role.USER, new McpSchema.TextContent("Say hello"))))))
                .resources(new McpServerFeatures.SyncResourceSpecification(
                        McpSchema.Resource.builder()
                                .uri("memo://one")
                                .name("one")
                                .mimeType("text/plain")
                                .build(),
                        (exchange, request) -> new McpSchema.ReadResourceResult(
                                List.of(new McpSchema.TextResourceContents("memo://one", "text/plain", "first")))))
                .resourceTemplates(new McpServerFeatures.SyncResourceTemplateSpecification(
                        new McpSchema.ResourceTemplate("memo://{name}", "memo", "A memo.", "text/plain", null),
                        (exchange, request) -> new McpSchema.ReadResourceResult(
                                List.of(new McpSchema.TextResourceContents(request.uri(), "text/plain", "some")))))
                .build();
    }

    private interface Use {
        CallToolResult of(McpSyncServerExchange exchange, CallToolRequest request);
    }

    private McpServerFeatures.SyncToolSpecification tool(String name, Use use) {
        McpSchema.Tool tool = McpSchema.Tool.builder()
                .name(name)
                .description("The tool " + name)
                .inputSchema(Map.of("type", "object"))
                .build();
        return new McpServerFeatures.SyncToolSpecification(tool, (exchange, request) -> {
            if (request.meta() != null) {
                metas.add(request.meta());
            }
            return use.of(exchange, request);
        });
    }

    private static CallToolResult text(String text) {
        return CallToolResult.builder().addTextContent(text).build();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server cannot be stopped", e);
        }
    }
}
