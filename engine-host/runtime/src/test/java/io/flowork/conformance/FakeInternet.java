package io.flowork.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One server on the loopback interface that answers for the hosts which the standard's documents call. */
final class FakeInternet implements AutoCloseable {
    private static final List<String> HOSTS = List.of(
            "petstore.swagger.io",
            "httpbin.org",
            "swapi.dev",
            "keycloak",
            "myorg.io",
            "superbet-casinos.com",
            "fake-hospital.com",
            "fake-chat-api.com",
            "virtual-wf-powered-race.com",
            "fake.com",
            "example.com",
            "hospital.example.com",
            "external-service.example.com");

    private static final Pattern PET = Pattern.compile("/v2/pet/(\\d+)");
    private static final Pattern BASIC_AUTH = Pattern.compile("/basic-auth/([^/]+)/([^/]+)");

    private static final String SWAGGER = """
            {"swagger": "2.0", "info": {"title": "Pets", "version": "1.0.7"},
             "host": "petstore.swagger.io", "basePath": "/v2", "schemes": ["https"],
             "paths": {
               "/pet/findByStatus": {"get": {"operationId": "findPetsByStatus", "produces": ["application/json"],
                 "parameters": [{"name": "status", "in": "query", "required": true, "type": "array",
                   "items": {"type": "string"}, "collectionFormat": "multi"}]}},
               "/pet/{petId}": {"get": {"operationId": "getPetById", "produces": ["application/json"],
                 "parameters": [{"name": "petId", "in": "path", "required": true, "type": "integer"}]}}}}""";

    private static final String ORDERS = """
            {"openapi": "3.0.3", "info": {"title": "Orders", "version": "1"}, "servers": [{"url": "http://myorg.io"}],
             "paths": {"/log": {"post": {"operationId": "logreading"}},
                       "/report": {"post": {"operationId": "produceReport"}}}}""";

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    FakeInternet() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Where the requests to each host really go. */
    Map<String, URI> overrides() {
        return HOSTS.stream()
                .collect(Collectors.toMap(
                        host -> host,
                        host -> URI.create(
                                "http://127.0.0.1:" + server.getAddress().getPort() + "/" + host)));
    }

    /** The requests so far: method, host and path. */
    List<String> asked() {
        return asked;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            asked.add(exchange.getRequestMethod() + " " + path.substring(1));
            int slash = path.indexOf('/', 1);
            Answer answer = answer(exchange, path.substring(1, slash), path.substring(slash), body);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            byte[] bytes = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Answer answer(HttpExchange exchange, String host, String path, String body) {
        return switch (host) {
            case "petstore.swagger.io" -> petstore(exchange, path, body);
            case "httpbin.org" -> basicAuth(exchange, path);
            case "swapi.dev" -> starWars(path);
            case "keycloak" -> identity(path);
            case "myorg.io" -> new Answer(200, path.endsWith(".json") ? ORDERS : "{\"done\": true}");
            default -> new Answer(200, "{\"host\": \"" + host + "\", \"path\": \"" + path + "\"}");
        };
    }

    private static Answer petstore(HttpExchange exchange, String path, String body) {
        Matcher pet = PET.matcher(path);
        String query = exchange.getRequestURI().getQuery();
        if (path.equals("/v2/swagger.json")) {
            return new Answer(200, SWAGGER);
        }
        if (path.equals("/v2/pet/findByStatus") && query != null && query.startsWith("status=")) {
            return new Answer(200, "[" + pet(1, query.substring(7)) + "," + pet(2, query.substring(7)) + "]");
        }
        if (exchange.getRequestMethod().equals("PUT")) {
            return new Answer(200, body);
        }
        if (pet.matches()) {
            return new Answer(200, pet(Integer.parseInt(pet.group(1)), "available"));
        }
        return new Answer(404, "{\"code\": 404, \"type\": \"error\", \"message\": \"Pet not found\"}");
    }

    private static String pet(int id, String status) {
        return "{\"id\": " + id + ", \"name\": \"Pet " + id + "\", \"status\": \"" + status + "\"}";
    }

    private static Answer basicAuth(HttpExchange exchange, String path) {
        Matcher wanted = BASIC_AUTH.matcher(path);
        if (!wanted.matches()) {
            return new Answer(404, "{}");
        }
        String credentials = wanted.group(1) + ":" + wanted.group(2);
        String expected = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
        return expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                ? new Answer(200, "{\"authenticated\": true, \"user\": \"" + wanted.group(1) + "\"}")
                : new Answer(401, "{}");
    }

    private static Answer starWars(String path) {
        return switch (path) {
            case "/api/people/1" ->
                new Answer(200, "{\"name\": \"Luke Skywalker\", \"homeworld\": \"https://swapi.dev/api/planets/1/\"}");
            case "/api/people/" -> new Answer(200, "{\"count\": 0, \"results\": []}");
            case "/api/planets/1/" -> new Answer(200, "{\"name\": \"Tatooine\"}");
            default -> new Answer(404, "{\"detail\": \"Not found\"}");
        };
    }

    private static Answer identity(String path) {
        return path.endsWith("/.well-known/openid-configuration")
                ? new Answer(200, """
                        {"issuer": "http://keycloak/realms/fake-authority",
                         "token_endpoint": "http://keycloak/realms/fake-authority/auth/token"}""")
                : new Answer(
                        200,
                        "{\"access_token\": \"token-of-the-test\", \"token_type\": \"Bearer\", \"expires_in\": 60}");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
