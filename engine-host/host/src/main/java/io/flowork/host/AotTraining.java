package io.flowork.host;

import io.flowork.host.command.Cli;
import io.flowork.host.command.HeapWatch;
import io.flowork.host.terminal.Screen;
import io.flowork.host.terminal.Stopping;
import io.flowork.host.terminal.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The last step of the build: runs what usual commands run, so that the JVM can put what it loaded into its AOT cache.
 *
 * <p>It also leaves beside the cache what the launcher {@code ./flowork} asks: the JDK the cache is for, and when the build
 * started, against which the launcher compares the sources.
 */
final class AotTraining {
    private static final String WORKFLOW = """
            document: {dsl: '1.0.3', namespace: training, name: training, version: 0.1.0}
            input: {schema: {document: {type: object}}}
            do:
              - greet: {set: {greeting: '${ "Hello, \\(.name // "world")!" }', items: [1, 2, 3]}}
              - each: {for: {each: item, in: .items}, do: [{one: {set: '${ . + {last: $item} }'}}]}
              - choose: {switch: [{big: {when: '.last > 2', then: guarded}}, {otherwise: {then: end}}]}
              - guarded:
                  try: [{fail: {raise: {error: {type: 'https://example.com/no', status: 400, title: No}}}}]
                  catch: {do: [{mend: {set: {mended: true}}}]}
              - both: {fork: {branches: [{a: {set: {a: 1}}}, {b: {wait: PT0.01S}}]}, output: {as: .}}
            """;

    /** Calls the engine host itself: after a crash hundreds of calls are made at once, by a JVM that has just started. */
    private static final String CALLS = """
            document: {dsl: '1.0.3', namespace: training, name: calls, version: 0.1.0}
            do:
              - each:
                  for: {each: n, in: '${ [range(20)] }'}
                  do: [{call: {call: http, with: {method: get, endpoint: 'ADDRESS/livez'}}}]
            """;

    /** What an author writes, with a mistake or two. */
    private static final String EDITED = WORKFLOW + """
              - ask:
                  call: http
                  with: {method: get, endpoint: 'https://example.com/orders/{id}', query: {of: '${ .greeting | ascii_downcase }'}}
                  timeout: {after: PT5S}
                  output: {as: '.items | map(.nmae) | { first: .[0], all: . }'}
              - heard: {listen: {to: {any: [{with: {type: com.example.paid}}, {with: {type: com.example.sent}}]}}}
              - said: {emit: {event: {with: {source: 'https://example.com', type: com.example.paid, data: {at: '${ now }'}}}}}
              - wiat: {wait: {seconds: 30}, then: gaurded}
              - parts: {run: {workflow: {namespace: training, name: calls, version: 0.1.0, input: {n: '${ $context.n }'}}}}
            """;

    private static final String LISTENING = "listening on ";
    private static final String LSP = "lsp";
    private static final String DAP = "dap";

    private AotTraining() {}

    /**
     * Takes the folder to write to and the time at which the build started, in ISO-8601; or only {@code lsp} or {@code dap} for
     * the own cache of what an editor starts: the JVM loads all that is in a cache when it starts, and these have no use for most.
     */
    public static void main(String[] args) throws IOException {
        if (args[0].equals(LSP)) {
            edit();
            return;
        }
        if (args[0].equals(DAP)) {
            debug();
            return;
        }
        Path folder = Files.createDirectories(Path.of(args[0])).toAbsolutePath();
        System.setProperty("java.util.logging.config.class", "io.flowork.host.Logging");
        Path workspace =
                Files.createTempDirectory("flowork"); // not in the folder: its path may be too long for a socket
        try {
            Path file = Files.writeString(workspace.resolve("training.flow.yaml"), WORKFLOW);
            for (Screen screen : List.of(Screen.NONE, new Screen(true, true, () -> Screen.Dimensions.USUAL))) {
                Surroundings surroundings = surroundings(workspace, screen);
                run(surroundings, "version");
                run(surroundings, "--help");
                run(surroundings, "check", file.toString());
                run(surroundings, "run", file.toString());
                run(surroundings, "run", file.toString(), "--json", "--input", "{\"name\": \"Ada\"}");
                run(surroundings, "runs", "list");
                run(surroundings, "runs", "show", "--input", "--output");
                run(surroundings, "runs", "replay", "last");
            }
            serve(workspace);
        } finally {
            delete(workspace);
        }
        Files.writeString(folder.resolve("java-home"), System.getProperty("java.home") + "\n");
        Path stamp = Files.writeString(folder.resolve("stamp"), args[1] + "\n");
        Files.setLastModifiedTime(stamp, FileTime.from(Instant.parse(args[1])));
    }

    /** What the language server does in a session. */
    private static void edit() throws IOException {
        System.setProperty("java.util.logging.config.class", "io.flowork.host.Logging");
        Path workspace = Files.createTempDirectory("flowork");
        try {
            LspTraining.with((in, out) -> run(surroundings(workspace, in, out), LSP), EDITED, workspace);
            HeapWatch.watch();
        } finally {
            delete(workspace);
        }
    }

    /** What the debug adapter does in a session about a run. */
    private static void debug() throws IOException {
        System.setProperty("java.util.logging.config.class", "io.flowork.host.Logging");
        Path workspace = Files.createTempDirectory("flowork");
        try {
            Path file = Files.writeString(workspace.resolve("training.flow.yaml"), WORKFLOW);
            run(surroundings(workspace, Screen.NONE), "run", file.toString());
            DapTraining.with((in, out) -> run(surroundings(workspace, in, out), DAP), file);
            HeapWatch.watch();
        } finally {
            delete(workspace);
        }
    }

    private static Surroundings surroundings(Path folder, Screen screen) {
        return new Surroundings(
                InputStream.nullInputStream(),
                new PrintStream(OutputStream.nullOutputStream()),
                new PrintStream(OutputStream.nullOutputStream()),
                Map.of(),
                folder,
                screen,
                Stopping.NEVER);
    }

    private static Surroundings surroundings(Path folder, InputStream in, PrintStream out) {
        return new Surroundings(
                in,
                out,
                new PrintStream(OutputStream.nullOutputStream()),
                Map.of(),
                folder,
                Screen.NONE,
                Stopping.NEVER);
    }

    /** A command that fails makes the cache smaller, not the build fail: tests are what judges commands. */
    private static void run(Surroundings surroundings, String... args) {
        int exit = Cli.run(args, surroundings);
        if (exit != 0) {
            System.err.println("flowork " + String.join(" ", args) + " ended with " + exit);
        }
    }

    /** Starts the engine host, asks it what the first client would, and stops it. */
    private static void serve(Path folder) throws IOException {
        Path data = folder.resolve("data");
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CompletableFuture<Runnable> stop = new CompletableFuture<>();
        Surroundings surroundings = new Surroundings(
                InputStream.nullInputStream(),
                new PrintStream(OutputStream.nullOutputStream()),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                folder,
                Screen.NONE,
                action -> {
                    stop.complete(action); // asked for once it listens
                    return () -> {};
                });
        Thread server = Thread.ofPlatform().start(() -> {
            run(surroundings, "serve", "--data", data.toString(), "--port", "0");
            stop.complete(() -> {});
        });
        Runnable stopping = stop.join();
        String said = err.toString(StandardCharsets.UTF_8).strip();
        if (said.startsWith(LISTENING)) {
            ask(
                    URI.create(said.substring(LISTENING.length())),
                    Files.readString(data.resolve("token")).strip());
        } else {
            System.err.println(said);
        }
        stopping.run();
        try {
            server.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void ask(URI address, String token) throws IOException {
        String start = "{\"workflow\": {\"namespace\": \"training\", \"name\": \"%s\"}, \"wait\": \"PT5S\"}";
        for (String[] request : new String[][] {
            {"GET", "/readyz", "", ""},
            {"POST", "/v1/workflows", "application/yaml", WORKFLOW},
            {"POST", "/v1/workflows", "application/yaml", CALLS.replace("ADDRESS", address.toString())},
            {"POST", "/v1/runs", "application/json", start.formatted("training")},
            {"POST", "/v1/runs", "application/json", start.formatted("calls")},
            {"GET", "/v1/runs", "", ""},
            {"GET", "/metrics", "", ""}
        }) {
            byte[] body = request[3].getBytes(StandardCharsets.UTF_8);
            String head =
                    "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer %s\r\n%sContent-Length: %d\r\n\r\n"
                            .formatted(
                                    request[0],
                                    request[1],
                                    token,
                                    request[2].isEmpty() ? "" : "Content-Type: " + request[2] + "\r\n",
                                    body.length);
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(body);
                socket.getInputStream().readAllBytes();
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
