package io.flowork.bench;

import io.flowork.api.BranchInfo;
import io.flowork.api.BranchRef;
import io.flowork.api.ForkRequest;
import io.flowork.core.history.History;
import io.flowork.core.history.Writes;
import io.flowork.core.journal.Cursor;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.runtime.fork.Forks;
import io.flowork.runtime.fork.ProgramTexts;
import io.flowork.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Time travel in a run of a million steps, beside the limits that it is to keep. There is no peer that does this; a debugger
 * that keeps nothing would fold the run from its beginning for each step back, so that is what stands beside it.
 */
final class DebugSpeed {
    private static final int QUERIES = 300;
    private static final int FORKS = 40;
    private static final long EARLY_ENTRY = 10;

    private final Path root;
    private final int hours;
    private final int rounds;
    private final Consumer<String> progress;
    private final Limits limits = new Limits();

    /**
     * Prepares the measurement.
     *
     * @param root the project's root
     * @param hours how long the run is, in hundreds of calls
     * @param rounds how often each is measured
     * @param progress told in a few words what is being done
     */
    DebugSpeed(Path root, int hours, int rounds, Consumer<String> progress) {
        this.root = root;
        this.hours = hours;
        this.rounds = rounds;
        this.progress = progress;
    }

    /** How many limits were missed. */
    long missed() {
        return limits.missed();
    }

    /** The table. */
    String measure() throws IOException, InterruptedException, Cursor.DivergedException {
        LongRun run = LongRun.in(root.resolve("bench/target/debug"), hours, progress);
        Process built = new ProcessBuilder("./flowork", "version")
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        built.getInputStream().readAllBytes();
        if (built.waitFor() != 0) {
            throw new IOException("./flowork cannot be built: './flowork version' says why");
        }
        String steps = "";
        for (int round = 0; round < rounds; round++) {
            progress.accept("round " + (round + 1) + " of " + rounds + ": the core");
            Core core = core(run);
            steps = String.format(Locale.ROOT, "%,d steps", core.steps);
            for (boolean file : new boolean[] {false, true}) {
                String where = file ? "file" : "store";
                progress.accept("round " + (round + 1) + " of " + rounds + ": the adapter, " + where);
                String attach = file
                        ? "{\"recording\": \"%s\"}".formatted(run.file())
                        : "{\"store\": \"%s\", \"run\": \"%s\"}".formatted(run.store(), run.id());
                try (DapClient client = DebugSession.start(root, where, limits)) {
                    new DebugSession(client, where, limits, core.steps, core.naive, new Random(round)).measure(attach);
                }
            }
        }
        return steps + "\n" + limits.table();
    }

    /**
     * What the core was asked for.
     *
     * @param steps how many steps the run has
     * @param naive how many milliseconds it takes to fold all of them
     */
    private record Core(long steps, double naive) {}

    private Core core(LongRun run) throws IOException, Cursor.DivergedException {
        double naive;
        long steps;
        try (SqliteStore opened = SqliteStore.openReadOnly(run.store())) {
            long begun = System.nanoTime();
            steps = run.folded(opened).t();
            naive = (System.nanoTime() - begun) / 1e6;
            limits.add("core: fold from the beginning to the end, ms", naive);
            lastWrites(run, opened, naive);
        }
        List<Double> bytes = run.bytesPerEvent();
        limits.add("store: bytes for an event", 600.0, bytes.getFirst(), null);
        limits.add("file: bytes for an event", 600.0, bytes.getLast(), null);
        forks(run);
        return new Core(steps, naive);
    }

    private void lastWrites(LongRun run, SqliteStore opened, double naive) throws Cursor.DivergedException {
        Writes writes = new Writes(new History(run.recording(opened), LongRun.machine()));
        long begun = System.nanoTime();
        boolean more = true;
        while (more) {
            more = writes.indexMore(Long.MAX_VALUE, () -> false);
        }
        limits.add("core: index of writes, once, ms", (System.nanoTime() - begun) / 1e6);
        Random random = new Random(1);
        long end = new History(run.recording(opened), LongRun.machine())
                .end(() -> false)
                .t();
        double[] millis = new double[QUERIES];
        for (int i = 0; i < QUERIES; i++) {
            String path = random.nextBoolean() ? "count" : "rare";
            long before = random.nextLong(1_000, end);
            begun = System.nanoTime();
            var _ = writes.last(Writes.Of.CONTEXT, "/", List.of(JsonString.of(path)), before, () -> false);
            millis[i] = (System.nanoTime() - begun) / 1e6;
        }
        limits.add("core: last write, median, ms", median(millis));
        limits.add("core: last write, p99, ms", 50.0, p99(millis), naive);
    }

    /** A fork near the beginning beside one near the end, in turns; in a copy of the store, which stays as it was. */
    private void forks(LongRun run) throws IOException {
        Path copy = Files.createDirectories(run.store().resolveSibling("forks"));
        Files.copy(
                run.store().resolve(SqliteStore.FILE),
                copy.resolve(SqliteStore.FILE),
                StandardCopyOption.REPLACE_EXISTING);
        double[] early = new double[FORKS];
        double[] late = new double[FORKS];
        try (SqliteStore opened = SqliteStore.open(copy)) {
            Forks forks = new Forks(opened, new ProgramTexts(opened, FunctionSignatures.ANY));
            long entries = opened.branches(run.id()).getFirst().next();
            for (int i = -FORKS / 2; i < FORKS; i++) { // the first ones are warm-up
                double first = fork(run, opened, forks, EARLY_ENTRY + Math.max(0, i));
                double last = fork(run, opened, forks, entries - 100 - Math.max(0, i));
                if (i >= 0) {
                    early[i] = first;
                    late[i] = last;
                }
            }
        }
        limits.add("core: fork at entry 10, median, ms", median(early));
        limits.add("core: fork near the end, median, ms", median(late));
        limits.add("core: the second beside the first", 1.5, median(late) / median(early), null);
    }

    private static double fork(LongRun run, SqliteStore opened, Forks forks, long entry) {
        long t = opened.line(run.id(), 0, entry, 1).getFirst().t();
        long begun = System.nanoTime();
        BranchInfo made = forks.fork(
                new ForkRequest(run.id(), 0, t, List.of(), List.of(), null, null, null, null, true, null, null),
                () -> false);
        double millis = (System.nanoTime() - begun) / 1e6;
        var _ = forks.delete(new BranchRef(run.id(), made.branch()));
        return millis;
    }

    /** The median of some measurements. */
    static double median(double[] values) {
        return Spread.of(values).median();
    }

    /** What all but a hundredth of some measurements are below. */
    static double p99(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, (int) Math.ceil(sorted.length * 0.99) - 1)];
    }
}
