package io.flowork.store.sqlite;

import static io.flowork.store.Fixtures.HELLO;
import static io.flowork.store.Fixtures.append;
import static io.flowork.store.Fixtures.createRun;
import static io.flowork.store.Fixtures.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.journal.JournalEntry;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.StoreException.Kind;
import io.flowork.store.Verification;
import io.flowork.store.Write;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant I7 of the debugger: hosts that drive one run at the same time, each with its own connection to the file. The
 * oracle is what was acknowledged. {@code -Dseed=N} begins with another order, {@code -Dappend.rounds=N} makes more entries.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AppendRaceTest {
    private static final long SEED = Long.getLong("seed", 1);
    private static final int ROUNDS = Integer.getInteger("append.rounds", 150);
    private static final int HOSTS = 3;
    private static final String RUN = "run-1";

    @TempDir
    private Path folder;

    @Test
    @DisplayName("at most one host appends an entry of a number, and what it acknowledged stays")
    void oneHostAppendsAnEntry() throws InterruptedException, ExecutionException {
        try (Store first = SqliteStore.open(folder)) {
            first.write(new Write.PutProgram(HELLO), createRun(RUN));
        }
        Map<Long, JournalEntry> acknowledged = new ConcurrentHashMap<>();
        int refused = 0;
        try (ExecutorService hosts = Executors.newFixedThreadPool(HOSTS)) {
            List<Future<Integer>> all = IntStream.range(0, HOSTS)
                    .mapToObj(host -> hosts.submit(() -> drive(host, acknowledged)))
                    .toList();
            for (Future<Integer> each : all) {
                refused += each.get();
            }
        }
        System.out.printf(
                "append: seed %d, %d entries by %d hosts, %d appends refused%n",
                SEED, acknowledged.size(), HOSTS, refused);
        assertThat(refused).as("hosts met").isPositive();
        try (Store store = SqliteStore.open(folder)) {
            List<JournalEntry> entries = store.entries(RUN, 0, 0, Integer.MAX_VALUE);
            assertThat(entries).hasSize(acknowledged.size()).hasSizeGreaterThanOrEqualTo(ROUNDS);
            for (JournalEntry entry : entries) {
                assertThat(entry).isEqualTo(acknowledged.get(entry.seq()));
            }
            assertThat(store.verify(RUN)).isEqualTo(new Verification(RUN, entries.size(), 0, null));
        }
    }

    /** Reads where the run is and appends what comes next, as a host that knows nothing of others does. */
    private int drive(int host, Map<Long, JournalEntry> acknowledged) {
        Random random = new Random(SEED * HOSTS + host);
        int refused = 0;
        try (Store store = SqliteStore.open(folder)) {
            long next = 0;
            while (next < ROUNDS) {
                JournalEntry[] entries = new JournalEntry[1 + random.nextInt(3)];
                for (int i = 0; i < entries.length; i++) {
                    entries[i] = entry(
                            next + i, JsonObject.of("host", JsonNumber.of(host), "n", JsonNumber.of(random.nextInt())));
                }
                try {
                    store.write(append(RUN, entries));
                    for (JournalEntry entry : entries) {
                        assertThat(acknowledged.putIfAbsent(entry.seq(), entry))
                                .as("entry %d is another host's", entry.seq())
                                .isNull();
                    }
                    next += entries.length;
                } catch (StoreException e) {
                    assertThat(e.kind()).as("%s", e).isIn(Kind.CONFLICT, Kind.LOCKED);
                    refused++;
                }
                if (random.nextInt(4) == 0) {
                    next = store.branches(RUN).getFirst().next();
                }
            }
        }
        return refused;
    }
}
