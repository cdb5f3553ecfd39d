package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Core and gateway as processes of their own, runs of every kind started all the time, and one of the two killed again and
 * again: every accepted run ends, none twice, and the heap does not grow.
 *
 * <p>{@code ./dev soak} does it for ten minutes. The heap is what a full collection leaves, as {@code jcmd PID
 * GC.class_histogram} counts it; for that the core is left alive in the last half of the time.
 */
@Timeout(value = 3_000, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SoakIT {
    private static final long SEED = Long.getLong("soak.seed", new Random().nextLong());
    private static final int SECONDS = Integer.getInteger("soak.seconds", 24);
    private static final int RATE = Integer.getInteger("soak.rate", 20);
    private static final int DRAIN_SECONDS = 180;
    private static final double MOST_GROWTH = 1.25;
    private static final long NOISE_BYTES = 6_000_000;

    /** A workflow with the steps that call the peer. */
    private record Kind(String name, List<String> steps, String tasks) {}

    private static String post(String step) {
        return "{call: http, with: {method: post, endpoint: 'http://127.0.0.1:PORT/" + step
                + "', body: {id: '${ $workflow.input.id }'}}}";
    }

    private static final List<Kind> KINDS = List.of(
            new Kind("set", List.of(), "[{a: {set: {n: 1}}}, {b: {set: {n: '${ .n + 1 }'}}}]"),
            new Kind("calls", List.of("one", "two"), "[{a: " + post("one") + "}, {b: " + post("two") + "}]"),
            new Kind("waits", List.of("after"), "[{a: {wait: PT0.4S}}, {b: " + post("after") + "}]"),
            new Kind(
                    "forks",
                    List.of("left", "right"),
                    "[{a: {fork: {branches: [{l: " + post("left") + "}, {r: {do: [{w: {wait: PT0.1S}}, {c: "
                            + post("right") + "}]}}]}}}]"),
            new Kind(
                    "listens",
                    List.of("heard"),
                    "[{a: {listen: {to: {one: {with: {type: soak, subject: '${ $workflow.input.id }'}}}}}}, {b: "
                            + post("heard") + "}]"),
            new Kind(
                    "retries",
                    List.of("flaky"),
                    "[{a: {try: [{b: " + post("flaky")
                            + "}], catch: {errors: {with: {status: 503}}, retry: {delay: PT0.05S, limit: {attempt: {count: 3}}}}}}]"),
            new Kind(
                    "nests",
                    List.of("inner"),
                    "[{a: {run: {workflow: {namespace: test, name: inner, version: 1.0.0, input: {id: '${ $workflow.input.id }'}}}}}]"));

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Map<String, String> accepted = new ConcurrentHashMap<>();
    private final Set<String> listening = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final List<Process> processes = new ArrayList<>();
    private final List<Long> heap = new ArrayList<>();
    /** What the processes said but that they listen: a process that is only killed has nothing to complain about. */
    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    private volatile boolean ending;
    private int coreKills;
    private int gatewayKills;
    private int port;
    private String token = "";
    private @Nullable Process core;
    private @Nullable Process gateway;

    @AfterEach
    void end() throws InterruptedException {
        ending = true;
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        http.close();
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(Processes.command("serve", "--data", "data"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().remove("FLOWORK_SERVE_PORT");
        Process process =
                builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        processes.add(process);
        CountDownLatch listens = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            try (BufferedReader lines = process.errorReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("listening on ")) {
                        listens.countDown();
                    } else {
                        said.add(line);
                    }
                }
            } catch (IOException e) {
                listens.countDown(); // it was killed
            }
        });
        try {
            if (!listens.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("it does not start: " + said);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return process;
    }

    // --- asking ---

    private @Nullable HttpResponse<String> ask(
            String method, String path, String type, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        try {
            return http.send(
                    (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            return null; // it was killed meanwhile
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks until there is an answer that is no refusal for a while. */
    private HttpResponse<String> insist(String method, String path, String type, String body, String... headers) {
        HttpResponse<String> answer = ask(method, path, type, body, headers);
        while (answer == null || answer.statusCode() == 503 || answer.statusCode() == 429) {
            refused.incrementAndGet();
            LockSupport.parkNanos(100_000_000);
            answer = ask(method, path, type, body, headers);
        }
        return answer;
    }

    private void begin(String id, Kind kind) {
        String body = "{\"workflow\": {\"namespace\": \"test\", \"name\": \"%s\"}, \"input\": {\"id\": \"%s\"}}"
                .formatted(kind.name, id);
        HttpResponse<String> answer = insist("POST", "/v1/runs", "application/json", body, "Idempotency-Key", id);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        accepted.put(id, text(answer.body(), "runId"));
        if (kind.name.equals("listens")) {
            listening.add(id);
        }
    }

    private static String text(String json, String member) {
        return ((JsonObject) JsonReader.parse(json)).get(member) instanceof JsonString text ? text.value() : "";
    }

    /** Sends events to the runs that listen until they have heard them: what reaches no run now is sent again. */
    private void publish() {
        while (!ending) {
            List<String> now = List.copyOf(listening);
            if (!now.isEmpty()) {
                List<String> events = now.stream()
                        .map(id ->
                                "{\"specversion\": \"1.0\", \"id\": \"%s\", \"source\": \"soak\", \"type\": \"soak\", \"subject\": \"%s\"}"
                                        .formatted(id, id))
                        .toList();
                ask("POST", "/v1/events", "application/cloudevents-batch+json", "[" + String.join(",", events) + "]");
                for (String id : now) {
                    HttpResponse<String> run = ask("GET", "/v1/runs/" + accepted.get(id), "application/json", "");
                    if (run != null
                            && run.statusCode() == 200
                            && text(run.body(), "status").equals("completed")) {
                        listening.remove(id);
                    }
                }
            }
            LockSupport.parkNanos(300_000_000);
        }
    }

    // --- killing and measuring ---

    private void chaos(Random random, long from, long until) throws IOException, InterruptedException {
        long half = from + (until - from) / 2;
        while (System.nanoTime() < until) {
            LockSupport.parkNanos((long) ((1 + 4 * random.nextDouble()) * 1e9));
            boolean quiet = System.nanoTime() > half;
            if (!quiet && coreKills <= gatewayKills) {
                core.destroyForcibly().waitFor();
                coreKills++;
                core = start("--core-only");
            } else if (!quiet || random.nextInt(3) == 0) {
                gateway.destroyForcibly().waitFor();
                gatewayKills++;
                gateway = start("--gateway-only", "--port", Integer.toString(port));
            }
            if (quiet) {
                heap.add(liveBytes(core));
            }
        }
    }

    private static long liveBytes(Process process) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        String last = said.lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(said));
        return Long.parseLong(last.strip().split(" +", 4)[2]);
    }

    private static double mib(long bytes) {
        return bytes / 1048576.0;
    }

    @Test
    void everyAcceptedRunEndsAndNoneTwice() throws Exception {
        System.out.printf("soak: seed %d, %d seconds, %d starts a second%n", SEED, SECONDS, RATE);
        Random random = new Random(SEED);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (SoakPeer peer = new SoakPeer();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            core = start("--core-only");
            gateway = start("--gateway-only", "--port", Integer.toString(port));
            token = Files.readString(folder.resolve("data/token")).strip();
            deploy(new Kind("inner", List.of(), "[{a: " + post("inner") + "}, {b: {wait: PT0.05S}}]"), peer.port());
            KINDS.forEach(kind -> deploy(kind, peer.port()));
            long from = System.nanoTime();
            long until = from + SECONDS * 1_000_000_000L;
            Future<?> killing = threads.submit(() -> {
                chaos(random, from, until);
                return true;
            });
            Future<?> publishing = threads.submit(this::publish);
            List<Future<?>> starts = new ArrayList<>();
            for (int i = 0; System.nanoTime() < until; i++) {
                long due = from + i * 1_000_000_000L / RATE;
                LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
                String id = "r" + i;
                Kind kind = KINDS.get(i % KINDS.size());
                starts.add(threads.submit(() -> begin(id, kind)));
                if (i % (RATE * 30) == 0) {
                    System.out.printf(
                            "soak: %d s, %d accepted, %d and %d kills%n",
                            (System.nanoTime() - from) / 1_000_000_000, accepted.size(), coreKills, gatewayKills);
                }
            }
            killing.get();
            for (Future<?> start : starts) {
                start.get();
            }
            drain();
            heap.add(liveBytes(core));
            ending = true;
            publishing.get();
            compare(starts.size(), peer);
        }
    }

    private void deploy(Kind kind, int peer) {
        String text = "document: {dsl: 1.0.3, namespace: test, name: %s, version: 1.0.0}%ndo: %s%n"
                .formatted(kind.name, kind.tasks.replace("PORT", Integer.toString(peer)));
        HttpResponse<String> answer = insist("POST", "/v1/workflows", "application/yaml", text);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private void drain() {
        long until = System.nanoTime() + DRAIN_SECONDS * 1_000_000_000L;
        String left;
        do {
            LockSupport.parkNanos(200_000_000);
            left = insist("GET", "/v1/runs?status=pending,running,waiting,suspended&limit=5", "application/json", "")
                    .body();
        } while (!array(left).isEmpty() && System.nanoTime() < until);
        assertThat(array(left)).as("runs that have not ended, seed %d", SEED).isEmpty();
    }

    private static List<JsonObject> array(String page) {
        List<JsonObject> runs = new ArrayList<>();
        for (JsonValue run : (JsonArray) ((JsonObject) JsonReader.parse(page)).get("runs")) {
            runs.add((JsonObject) run);
        }
        return runs;
    }

    private void compare(int started, SoakPeer peer) {
        assertThat(accepted).as("seed %d", SEED).hasSize(started);
        Set<String> ids = Set.copyOf(accepted.values());
        assertThat(ids).as("a run for each key, seed %d", SEED).hasSize(started);
        int top = 0;
        int children = 0;
        String path = "/v1/runs?limit=1000";
        while (!path.isEmpty()) {
            HttpResponse<String> page = insist("GET", path, "application/json", "");
            for (JsonObject run : array(page.body())) {
                assertThat(run.get("status")).as("seed %d: %s", SEED, run).isEqualTo(JsonString.of("completed"));
                boolean child = run.get("parent") instanceof JsonString || run.get("parent") instanceof JsonObject;
                children += child ? 1 : 0;
                top += child ? 0 : 1;
                assertThat(child || ids.contains(((JsonString) run.get("runId")).value()))
                        .as("seed %d: %s", SEED, run)
                        .isTrue();
            }
            path = page.headers()
                    .firstValue("Link")
                    .map(link -> link.substring(1, link.indexOf('>')))
                    .orElse("");
        }
        List<String> wrong = new ArrayList<>();
        int nested = 0;
        for (String id : accepted.keySet()) {
            Kind kind = KINDS.get(Integer.parseInt(id.substring(1)) % KINDS.size());
            nested += kind.name.equals("nests") ? 1 : 0;
            wrong.addAll(peer.wrong(id, kind.steps));
        }
        System.out.printf(
                "soak: %d runs accepted and ended, %d of them with a child run; %d kills of the core, %d of the gateway;"
                        + " %d requests came again%n",
                started, nested, coreKills, gatewayKills, refused.get());
        System.out.printf(
                "soak: %d effects at the peer in %d calls: %d repeated, each with its key%n",
                peer.effects(), peer.calls(), peer.calls() - peer.effects());
        System.out.printf(
                "soak: the core's heap after a full collection, MiB: %s%n",
                String.join(
                        " ",
                        heap.stream().map(bytes -> "%.1f".formatted(mib(bytes))).toList()));
        assertThat(top).as("runs that nobody started, seed %d", SEED).isEqualTo(started);
        assertThat(children).isEqualTo(nested);
        assertThat(wrong).as("effects with other keys than one, seed %d", SEED).isEmpty();
        assertThat(peer.withoutKey()).isZero();
        assertThat(said).as("complaints, seed %d", SEED).isEmpty();
        assertThat(Math.min(coreKills, gatewayKills)).as("seed %d", SEED).isPositive();
        assertThat(heap.getLast())
                .as("bytes after a full collection: %s", heap)
                .isLessThan((long) (heap.getFirst() * MOST_GROWTH) + NOISE_BYTES);
    }
}
