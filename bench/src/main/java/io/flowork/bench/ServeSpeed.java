package io.flowork.bench;

import com.sun.net.httpserver.HttpServer;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The engine host as a process: from its start to its first run, what it holds when it is idle and when many runs wait,
 * and from a kill with runs in flight to the end of the last one. Runs call a service over HTTP, here in this process,
 * which counts the keys of the calls.
 */
final class ServeSpeed {
    private static final int STEPS = 10;
    private static final int IN_FLIGHT = 200;
    private static final long SERVICE_NANOS = 20_000_000;
    private static final Pattern LISTENING = Pattern.compile("listening on (http://\\S+)");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private final Path root;
    private final Path folder;
    private final int rounds;
    private final int waiting;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Integer> keys = new ConcurrentHashMap<>();

    /**
     * Prepares the measurements.
     *
     * @param root the project's root
     * @param folder where the data folders go
     * @param rounds how often each is measured
     * @param waiting how many runs wait for the measurement of their memory
     */
    ServeSpeed(Path root, Path folder, int rounds, int waiting) {
        this.root = root;
        this.folder = folder;
        this.rounds = rounds;
        this.waiting = waiting;
    }

    /** A server process. */
    private record Server(Process process, String address, String token) {
        double residentMiB() throws IOException {
            Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
            return resident.find() ? Long.parseLong(resident.group(1)) / 1024.0 : Double.NaN;
        }
    }

    /** The table. */
    String measure() throws Exception {
        double[] first = new double[rounds];
        double[] idle = new double[rounds];
        double[] recovered = new double[rounds];
        double[] repeated = new double[rounds];
        double[] held = new double[rounds];
        HttpServer service = service();
        try {
            for (int round = 0; round < rounds; round++) {
                firstRun(round, first, idle);
                recovery(round, service.getAddress().getPort(), recovered, repeated);
                held[round] = waiting(round);
            }
        } finally {
            service.stop(0);
        }
        TextTable table = new TextTable(1);
        table.row(List.of("", "least", "median", "most"));
        table.row(row("start to the end of the first run, ms", "%,.0f", first));
        table.row(row("resident when idle, MiB", "%,.0f", idle));
        table.row(row("kill -9 with 200 runs in flight: restart to the last end, ms", "%,.0f", recovered));
        table.row(row("calls made again after it, of " + IN_FLIGHT * STEPS, "%,.0f", repeated));
        table.row(row("resident when %,d runs wait, MiB".formatted(waiting), "%,.0f", held));
        return table.text();
    }

    private static List<String> row(String name, String format, double[] values) {
        Spread spread = Spread.of(values);
        return List.of(
                name,
                String.format(Locale.ROOT, format, spread.min()),
                String.format(Locale.ROOT, format, spread.median()),
                String.format(Locale.ROOT, format, spread.max()));
    }

    /** Answers 200 bytes after 20 ms, and counts how often it saw each key. */
    private HttpServer service() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        byte[] answer = "{\"customer\": \"%s\"}".formatted("x".repeat(180)).getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            keys.merge(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")), 1, Integer::sum);
            LockSupport.parkNanos(SERVICE_NANOS);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private Server start(Path data) throws IOException {
        Process process = new ProcessBuilder("./flowork", "serve", "--data", data.toString(), "--port", "0")
                .directory(root.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said = process.errorReader();
        List<String> lines = new ArrayList<>();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            lines.add(line);
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                Thread.ofVirtual().start(() -> said.lines().forEach(lines::add));
                return new Server(
                        process,
                        listening.group(1),
                        Files.readString(data.resolve("token")).strip());
            }
        }
        throw new IOException("The server did not start: " + lines);
    }

    private JsonObject send(Server server, String method, String path, String type, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address + path))
                .header("Authorization", "Bearer " + server.token)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException("The server answered " + response.statusCode() + ": " + response.body());
        }
        return (JsonObject) JsonReader.parse(response.body());
    }

    private void deploy(Server server, String name, String tasks) throws IOException, InterruptedException {
        send(
                server,
                "POST",
                "/v1/workflows",
                "application/yaml",
                "document: {dsl: 1.0.3, namespace: bench, name: %s, version: 1.0.0}%ndo:%n%s".formatted(name, tasks));
    }

    private String run(Server server, String name, String wait) throws IOException, InterruptedException {
        JsonObject run = send(
                server,
                "POST",
                "/v1/runs",
                "application/json",
                "{\"workflow\": {\"namespace\": \"bench\", \"name\": \"%s\"}%s}".formatted(name, wait));
        return run.get("runId") instanceof JsonString id ? id.value() : "";
    }

    private void firstRun(int round, double[] first, double[] idle) throws IOException, InterruptedException {
        Path data = folder.resolve("first-" + round);
        Server server = start(data); // the workflow is deployed by an earlier process
        deploy(server, "first", "  - a: {set: {x: '${ 1 + 1 }'}}\n");
        kill(server);
        long begun = System.nanoTime();
        server = start(data);
        run(server, "first", ", \"wait\": \"PT5S\"");
        first[round] = (System.nanoTime() - begun) / 1e6;
        idle[round] = server.residentMiB();
        kill(server);
    }

    private void recovery(int round, int port, double[] recovered, double[] repeated) throws Exception {
        Path data = folder.resolve("killed-" + round);
        Server server = start(data);
        StringBuilder tasks = new StringBuilder();
        for (int i = 0; i < STEPS; i++) {
            tasks.append(
                    "  - step%d: {call: http, with: {method: post, endpoint: 'http://127.0.0.1:%d/%d', body: {}}}%n"
                            .formatted(i, port, i));
        }
        deploy(server, "steps", tasks.toString());
        keys.clear();
        Server before = server;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> starts = new ArrayList<>();
            for (int i = 0; i < IN_FLIGHT; i++) {
                starts.add(executor.submit(() -> run(before, "steps", "")));
            }
            for (Future<String> start : starts) {
                start.get();
            }
        }
        kill(server);
        long begun = System.nanoTime();
        server = start(data);
        while (count(server, "pending,running,waiting,suspended", 1) > 0) {
            LockSupport.parkNanos(10_000_000);
        }
        recovered[round] = (System.nanoTime() - begun) / 1e6;
        if (count(server, "completed", 1_000) != IN_FLIGHT) {
            throw new IOException("Not all of %d runs completed".formatted(IN_FLIGHT));
        }
        if (keys.size() != IN_FLIGHT * STEPS) {
            throw new IOException("There were %d different calls, not %d".formatted(keys.size(), IN_FLIGHT * STEPS));
        }
        repeated[round] = keys.values().stream().mapToInt(times -> times - 1).sum();
        kill(server);
    }

    private int count(Server server, String status, int limit) throws IOException, InterruptedException {
        JsonValue runs = send(
                        server, "GET", "/v1/runs?limit=%d&status=%s".formatted(limit, status), "application/json", "")
                .get("runs");
        return runs instanceof JsonArray list ? list.size() : 0;
    }

    private double waiting(int round) throws IOException, InterruptedException {
        Server server = start(folder.resolve("waiting-" + round));
        deploy(server, "waits", "  - a: {listen: {to: {one: {with: {type: go}}}}}\n");
        for (int i = 0; i < waiting; i++) {
            run(server, "waits", "");
        }
        Map<String, Double> figures = new HashMap<>();
        while (figures.getOrDefault("flowork_runs_away", 0.0) < waiting) {
            LockSupport.parkNanos(100_000_000);
            figures(server, figures);
        }
        double resident = server.residentMiB();
        kill(server);
        return resident;
    }

    private void figures(Server server, Map<String, Double> figures) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address + "/metrics"))
                .header("Authorization", "Bearer " + server.token)
                .build();
        client.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" "))
                .forEach(words -> figures.put(words[0], Double.parseDouble(words[1])));
    }

    private static void kill(Server server) throws InterruptedException {
        server.process.destroyForcibly();
        server.process.waitFor();
    }
}
