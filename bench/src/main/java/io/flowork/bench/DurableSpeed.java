package io.flowork.bench;

import io.flowork.core.machine.Status;
import io.flowork.core.program.Program;
import io.flowork.functions.Functions;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.RunResult;
import io.flowork.runtime.Secrets;
import io.flowork.runtime.Workflows;
import io.flowork.store.StoreSizes;
import io.flowork.store.StoredProgram;
import io.flowork.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Durable steps per second of wall time: each is a call whose result is recorded, on the disk, before the next begins.
 * Beside it the rate of SQLite itself for rows of 200 bytes, one commit each, measured right before and after each row of
 * the table, as a disk that others use too changes from second to second.
 */
final class DurableSpeed {
    private static final int STEPS = 10;
    private static final int LONG = 10_000;
    private static final int HTTP_ROUNDS = 5;
    private static final int[] CONCURRENCY = {1, 16, 128};

    private final Path folder;
    private final int rounds;
    private final long nanos;
    private int raws;
    private final LoadedWorkflow shortRun = workflow("ten", steps(STEPS));
    private final LoadedWorkflow longRun = workflow("long", """
              - each:
                  for: {in: '${ [range(%d)] }', each: n}
                  do:
                    - step: {call: '%s', with: {}}
            """.formatted(LONG, StepFunction.NAME));

    DurableSpeed(Path folder, int rounds, double seconds) {
        this.folder = folder;
        this.rounds = rounds;
        this.nanos = (long) (seconds * 1e9);
    }

    private static String steps(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("  - step%d: {call: '%s', with: {}}%n".formatted(i, StepFunction.NAME));
        }
        return text.toString();
    }

    static LoadedWorkflow workflow(String name, String tasks) {
        String text = "document: {dsl: 1.0.3, namespace: bench, name: " + name + ", version: 1.0.0}\ndo:\n" + tasks;
        WorkflowAnalysis.Analysis analysis = WorkflowAnalysis.analyze(SourceText.of(name + ".flow.yaml", text));
        Workflow workflow = analysis.workflow();
        if (workflow == null) {
            throw new IllegalStateException("Not a workflow: " + analysis.diagnostics());
        }
        StoredProgram source = StoredProgram.of("bench", name, "1.0.0", "yaml", text);
        return new LoadedWorkflow(Program.compile(workflow, source.hash()), source);
    }

    /** The table. */
    String measure() throws SQLException, IOException, InterruptedException, ExecutionException {
        double[] raw = new double[rounds];
        double[][] near = new double[CONCURRENCY.length][rounds];
        double[] nearLong = new double[rounds];
        double[][] ours = new double[CONCURRENCY.length][rounds];
        double[] latency = new double[rounds];
        double[] whole = new double[rounds];
        double[] last = new double[rounds];
        double[] bytes = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            double before = raw(round);
            raw[round] = before;
            Path place = folder.resolve("store-" + round);
            try (SqliteStore store = SqliteStore.open(place);
                    Engine engine = engine(store)) {
                for (int i = 0; i < CONCURRENCY.length; i++) {
                    Rate rate = many(engine, CONCURRENCY[i]);
                    ours[i][round] = rate.steps;
                    double after = raw(round);
                    near[i][round] = (before + after) / 2;
                    before = after;
                    if (i == 0) {
                        latency[round] = rate.medianMillis;
                    }
                }
            }
            try (SqliteStore closed = SqliteStore.openReadOnly(place)) {
                StoreSizes sizes = closed.sizes();
                bytes[round] = (double) sizes.bytes() / (sizes.entries() - 2 * sizes.runs());
            }
            try (SqliteStore store = SqliteStore.open(folder.resolve("long-" + round));
                    Engine engine = engine(store)) {
                long start = System.nanoTime();
                long[] ends = new long[1 + LONG / 1_000];
                int[] done = {0};
                RunResult result = engine.start(longRun, JsonObject.EMPTY, step -> {
                            if (step instanceof io.flowork.core.machine.Step.Turn && done[0]++ % 1_000 == 0) {
                                ends[(done[0] - 1) / 1_000] = System.nanoTime();
                            }
                        })
                        .await();
                long end = System.nanoTime();
                require(result);
                nearLong[round] = (before + raw(round)) / 2;
                whole[round] = (end - start) / 1e9;
                last[round] = (end - ends[LONG / 1_000 - 1]) * 1.0 / (ends[1] - ends[0]);
            }
        }
        TextTable table = new TextTable(1);
        table.row(List.of("", "least", "median", "most", "× SQLite"));
        table.row(row("SQLite, rows a second, one a commit", "%,.0f", Spread.of(raw), "1.00"));
        for (int i = 0; i < CONCURRENCY.length; i++) {
            table.row(row(
                    "durable steps a second, %d %s at once".formatted(CONCURRENCY[i], i == 0 ? "run" : "runs"),
                    "%,.0f",
                    Spread.of(ours[i]),
                    "%.2f".formatted(Spread.ofRatios(ours[i], near[i]).median())));
        }
        table.row(row("one run of ten steps, median, ms", "%.1f", Spread.of(latency), ""));
        double[] rates = Arrays.stream(whole).map(seconds -> LONG / seconds).toArray();
        table.row(row(
                "one run of 10,000 steps, seconds",
                "%.2f",
                Spread.of(whole),
                "%.2f".formatted(Spread.ofRatios(rates, nearLong).median())));
        table.row(row("its last thousand beside its first", "%.2f", Spread.of(last), ""));
        table.row(row("bytes on disk for a step", "%,.0f", Spread.of(bytes), ""));
        HttpCost.Times http = new HttpCost(folder, HTTP_ROUNDS).measure();
        table.row(row("160 runs of ten HTTP calls of 20 ms, 16 at once, ms", "%,.0f", millis(http.recorded()), ""));
        table.row(row("the same without recording, ms", "%,.0f", millis(http.bare()), ""));
        double cost = Spread.ofRatios(http.recorded(), http.bare()).median() * 100 - 100;
        table.row(List.of("what recording costs them, percent", "", "%.1f".formatted(cost), "", ""));
        return table.text();
    }

    private static Spread millis(double[] seconds) {
        return Spread.of(Arrays.stream(seconds).map(each -> each * 1e3).toArray());
    }

    private double raw(int round) throws SQLException {
        return StoreSpeed.raw(folder.resolve("raw-" + round + "-" + raws++ + ".db"), nanos / 4);
    }

    private static List<String> row(String name, String format, Spread spread, String ratio) {
        return List.of(
                name,
                String.format(Locale.ROOT, format, spread.min()),
                String.format(Locale.ROOT, format, spread.median()),
                String.format(Locale.ROOT, format, spread.max()),
                ratio);
    }

    private static Engine engine(SqliteStore store) {
        return new Engine(
                EngineSettings.of("bench"), store, Functions.load(), Workflows.NONE, Secrets.NONE, Clock.systemUTC());
    }

    private static void require(RunResult result) {
        if (result.status() != Status.COMPLETED) {
            throw new IllegalStateException("The run ended as " + result);
        }
    }

    private record Rate(double steps, double medianMillis) {}

    private Rate many(Engine engine, int concurrency) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Long>>> clients = IntStream.range(0, concurrency)
                    .mapToObj(i -> executor.submit(() -> client(engine, start)))
                    .toList();
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> client : clients) {
                all.addAll(client.get());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double[] millis = all.stream().mapToDouble(taken -> taken / 1e6).toArray();
            return new Rate(all.size() * STEPS / seconds, Spread.of(millis).median());
        }
    }

    private List<Long> client(Engine engine, long start) {
        List<Long> taken = new ArrayList<>();
        while (System.nanoTime() - start < nanos) {
            long begun = System.nanoTime();
            require(engine.start(shortRun, JsonObject.EMPTY, null).await());
            taken.add(System.nanoTime() - begun);
        }
        return taken;
    }
}
