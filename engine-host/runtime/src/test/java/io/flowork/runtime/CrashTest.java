package io.flowork.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.sqlite.SqliteStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine that ends at any moment loses nothing and repeats only what was in flight: invariant I5 of the debugger. */
@Timeout(value = 3_600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrashTest {
    private static final long SEED = Long.getLong("crash.seed", 20261122);
    private static final int KILLS = Integer.getInteger("crash.kills", 8);
    private static final int STRIDE = Integer.getInteger("crash.stride", 5);
    private static final int RUNS = 8;
    private static final int SERIES = 10;
    private static final int TORN = Integer.getInteger("crash.torn", 12);

    @TempDir
    Path folder;

    /**
     * The write-ahead log of an engine's work is cut behind every commit, and another engine goes on from there: the runs
     * come out as they did, and no call is made again whose result is in the log. Every fifth commit is tried, another
     * fifth each time the seed changes; all with {@code -Dcrash.stride=1}.
     */
    @Test
    void fromEveryCommitOnTheRunsComeOutTheSame() throws Exception {
        CrashLog work = CrashLog.of(folder);
        List<Long> commits = work.commits();
        System.out.printf(
                "crash: an engine goes on from one in %d of %d commits of %d runs%n",
                STRIDE, commits.size(), work.outputs().size());
        assertThat(commits).hasSizeGreaterThan(300);
        Path cut = Files.createDirectory(folder.resolve("cut"));
        for (int i = (int) Math.floorMod(SEED, (long) STRIDE); i < commits.size(); i += STRIDE) {
            long end = commits.get(i);
            work.write(cut, Arrays.copyOf(work.log(), Math.toIntExact(end)));
            goesOn(cut, work.outputs(), "the log cut at " + end);
        }
    }

    private static void goesOn(Path folder, Map<String, JsonValue> outputs, String where) {
        try (SqliteStore store = SqliteStore.open(folder)) {
            Set<String> recorded = completed(store);
            StepFunction.CALLS.clear();
            try (Engine engine = CrashWorkflows.engine(store)) {
                new Recovery(engine, CrashWorkflows::program).recoverAll();
                while (engine.runs() > 0) {
                    Thread.onSpinWait();
                }
            }
            List<String> calls = List.copyOf(StepFunction.CALLS);
            assertThat(calls).as(where).doesNotHaveDuplicates().noneMatch(recorded::contains);
            for (String id : store.runIds("", 1_000)) {
                RunRecord record = store.run(id).orElseThrow();
                assertThat(record.status()).as("%s, %s", where, id).isEqualTo(Status.COMPLETED);
                if (outputs.containsKey(id)) {
                    assertThat(store.data(id).output()).as("%s, %s", where, id).isEqualTo(outputs.get(id));
                }
            }
        }
    }

    /** A crash may come between the end of a run, or of a part of it, and that of the run it had started. */
    @Test
    void fromEveryCommitOnNoRunIsLeftThatNobodyWants() throws Exception {
        int commits = nobodyIsLeft("cancelled", Status.COMPLETED, CrashWorkflows.COMPETES, CrashWorkflows.TIMES_OUT)
                + nobodyIsLeft("orphaned", Status.FAULTED, CrashWorkflows.FAULTS);
        System.out.printf("crash: no run is left behind any of %d commits%n", commits);
    }

    private int nobodyIsLeft(String name, Status ending, LoadedWorkflow... workflows) throws Exception {
        Path place = Files.createDirectory(folder.resolve(name));
        CrashLog work = CrashLog.of(place, 2, ending, workflows);
        List<Long> commits = work.commits();
        Path cut = Files.createDirectory(place.resolve("cut"));
        for (long end : commits) {
            work.write(cut, Arrays.copyOf(work.log(), Math.toIntExact(end)));
            try (SqliteStore store = SqliteStore.open(cut);
                    Engine engine = CrashWorkflows.engine(store)) {
                new Recovery(engine, CrashWorkflows::program).recoverAll();
                String where = "%s, the log cut at %d".formatted(name, end);
                long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                while (engine.runs() > 0 && System.nanoTime() < patience) {
                    Thread.onSpinWait();
                }
                assertThat(engine.runs()).as(where).isZero();
                for (String id : store.runIds("", 1_000)) {
                    RunRecord record = store.run(id).orElseThrow();
                    boolean child = record.program()
                            .equals(CrashWorkflows.ENDLESS.source().hash());
                    assertThat(record.status()).as(where).isEqualTo(child ? Status.CANCELLED : ending);
                }
            }
        }
        return commits.size();
    }

    /** How a log can end when the machine, and not only the process, stops in the middle of a write. */
    private enum Torn {
        CUT,
        NOISE,
        CHANGED;

        byte[] apply(byte[] log, int from, int until, Random random) {
            int at = from + 1 + random.nextInt(until - from - 1);
            return switch (this) {
                case CUT -> Arrays.copyOf(log, at);
                case NOISE -> {
                    byte[] noise = new byte[until - at];
                    random.nextBytes(noise);
                    byte[] torn = Arrays.copyOf(log, until);
                    System.arraycopy(noise, 0, torn, at, noise.length);
                    yield torn;
                }
                case CHANGED -> {
                    byte[] torn = log.clone(); // with whole commits behind what is damaged
                    torn[at] ^= (byte) (1 << random.nextInt(8));
                    yield torn;
                }
            };
        }
    }

    /** What a torn end of the log costs is what was not committed: an engine goes on from the commit before. */
    @Test
    void aTornLogCostsWhatWasNotCommitted() throws Exception {
        CrashLog work = CrashLog.of(folder);
        List<Long> commits = work.commits();
        Random random = new Random(SEED);
        Path torn = Files.createDirectory(folder.resolve("torn"));
        for (int i = 0; i < TORN; i++) {
            int commit = random.nextInt(commits.size() - 1);
            int from = Math.toIntExact(commits.get(commit));
            work.write(torn, Arrays.copyOf(work.log(), from));
            Map<String, List<JournalEntry>> before = journals(torn);
            Torn how = Torn.values()[i % Torn.values().length];
            work.write(torn, how.apply(work.log(), from, Math.toIntExact(commits.get(commit + 1)), random));
            String where = "seed %d, the log %s behind byte %d".formatted(SEED, how, from);
            assertThat(journals(torn)).as(where).isEqualTo(before);
            goesOn(torn, work.outputs(), where);
        }
        System.out.printf(
                "crash: seed %d, an engine goes on from %d torn logs: cut, ended by noise, a bit changed%n",
                SEED, TORN);
    }

    private static Map<String, List<JournalEntry>> journals(Path folder) {
        Map<String, List<JournalEntry>> journals = new HashMap<>();
        try (SqliteStore store = SqliteStore.open(folder)) {
            for (String id : store.runIds("", 1_000)) {
                journals.put(id, store.entries(id, 0, 0, 1_000));
            }
        }
        return journals;
    }

    private static Set<String> completed(Store store) {
        Set<String> keys = new HashSet<>();
        for (String id : store.runIds("", 1_000)) {
            for (JournalEntry entry : store.entries(id, 0, 0, 1_000)) {
                if (Set.of("completed", "failed").contains(entry.kind())
                        && entry.payload().get("key") instanceof JsonString key) {
                    keys.add(key.value());
                }
            }
        }
        return keys;
    }

    /**
     * A process is killed again and again while it works; in the end everything it accepted has come out. After some kills
     * the work is let come to its end, or most of the time would go into what earlier processes left.
     */
    @Test
    void killedAgainAndAgain() throws Exception {
        Random random = new Random(SEED);
        Map<String, Integer> calls = new HashMap<>();
        int accepted = 0;
        for (int kills = KILLS; kills > 0; kills -= SERIES) {
            accepted += killed(folder.resolve("killed-" + kills), Math.min(kills, SERIES), random, calls);
        }
        long repeated = calls.values().stream().filter(times -> times > 1).count();
        System.out.printf(
                "crash: seed %d, %d kills, %d runs accepted, %d calls, %d of them repeated%n",
                SEED, KILLS, accepted, calls.size(), repeated);
        assertThat(accepted).isGreaterThan(KILLS);
    }

    private int killed(Path store, int kills, Random random, Map<String, Integer> calls) throws Exception {
        Set<String> accepted = new HashSet<>();
        for (int round = 0; round <= kills; round++) {
            Path log = folder.resolve(store.getFileName() + "-calls-" + round);
            Set<String> recorded = round == 0 ? Set.of() : completed(store);
            Process process = start(store, log, round < kills ? RUNS : 0);
            try (BufferedReader lines = process.inputReader()) {
                int until = 1 + random.nextInt(4 * RUNS);
                for (int i = 0; i < until || round == kills; i++) {
                    String line = lines.readLine();
                    if (line == null) {
                        break;
                    }
                    accept(line, accepted);
                }
                if (round < kills) {
                    process.toHandle().destroyForcibly();
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        accept(line, accepted);
                    }
                }
            }
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(called(log))
                    .as("no call is made again whose result is recorded, seed %d", SEED)
                    .doesNotHaveDuplicates()
                    .noneMatch(recorded::contains);
            called(log).forEach(key -> calls.merge(key, 1, Integer::sum));
        }
        try (SqliteStore left = SqliteStore.open(store)) {
            assertThat(left.runIds("", 10_000)).containsAll(accepted);
            for (String id : left.runIds("", 10_000)) {
                RunRecord record = left.run(id).orElseThrow();
                assertThat(record.status()).as("seed %d, %s", SEED, id).isEqualTo(Status.COMPLETED);
                Machine machine = new Machine(new JqMachine(JqLimits.DEFAULT));
                Fold fold = new Fold(
                        machine,
                        State.initial(CrashWorkflows.program(record.program()).program()),
                        null);
                for (JournalEntry entry : left.entries(id, 0, 0, 1_000)) {
                    assertThat(fold.add(entry)).as("seed %d, %s", SEED, id).isNull();
                }
            }
        }
        return accepted.size();
    }

    private static List<String> called(Path log) throws IOException {
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    private static Set<String> completed(Path folder) {
        try (SqliteStore store = SqliteStore.open(folder)) {
            return completed(store);
        }
    }

    private static void accept(String line, Set<String> accepted) {
        if (line.startsWith("accepted ") && line.endsWith(";")) { // the last line may be cut
            accepted.add(line.substring(9, line.length() - 1));
        }
    }

    private static Process start(Path store, Path log, int runs) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingEngine.class.getName(),
                        store.toString(),
                        log.toString(),
                        Integer.toString(runs))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
