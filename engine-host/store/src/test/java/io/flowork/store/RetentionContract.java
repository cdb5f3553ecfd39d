package io.flowork.store;

import static io.flowork.store.Fixtures.HELLO;
import static io.flowork.store.Fixtures.append;
import static io.flowork.store.Fixtures.entry;
import static io.flowork.store.Fixtures.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How every store must remove what has ended. A subclass names the store. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class RetentionContract {
    private static final long DAY = 86_400_000;

    private Store store;

    /** Opens the store. */
    protected abstract Store open();

    @BeforeEach
    final void openEmpty() {
        store = open();
        store.write(new Write.PutProgram(HELLO));
    }

    @AfterEach
    final void close() {
        store.close();
    }

    /** A run with one entry that has ended on a day, if it has. */
    private static List<Write> run(String id, @Nullable Long endedOnDay, JsonValue output, @Nullable String parent) {
        List<Write> writes = new ArrayList<>();
        writes.add(new Write.CreateRun(
                id,
                HELLO.hash(),
                Status.RUNNING,
                1,
                0,
                JsonObject.EMPTY,
                parent == null ? null : new ParentRun(parent, "key-of-" + id)));
        writes.add(append(id, entry(0, JsonObject.of("output", output))));
        if (endedOnDay != null) {
            writes.add(new Write.UpdateRun(id, Status.COMPLETED, 0L, endedOnDay * DAY, output, null));
        }
        return writes;
    }

    private void put(String id, @Nullable Long endedOnDay, @Nullable String parent) {
        store.submit(run(id, endedOnDay, JsonNumber.of(1), parent)).join();
    }

    private List<String> ids() {
        return store.runIds("", 1_000);
    }

    /** Removes, and sees that the preview said the same. */
    private List<String> prune(Retention retention, long onDay) {
        List<String> previewed = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        List<String> before = ids();
        Retention.Pruned preview = retention.preview(store, onDay * DAY, family -> previewed.addAll(family.runs()));
        assertThat(ids()).as("a preview changes nothing").isEqualTo(before);
        Retention.Pruned pruned = retention.prune(store, onDay * DAY, family -> removed.addAll(family.runs()));
        assertThat(removed).isEqualTo(previewed);
        assertThat(pruned).isEqualTo(preview);
        assertThat(pruned.runs()).isEqualTo(removed.size());
        assertThat(Collections.disjoint(removed, ids())).isTrue();
        return removed;
    }

    private static Retention days(long days) {
        return new Retention(Duration.ofDays(days), null, null);
    }

    private static Retention keep(long runs) {
        return new Retention(null, runs, null);
    }

    @Test
    void whatEndedLongAgoIsRemoved() {
        put("a", 1L, null);
        put("b", 5L, null);
        put("c", null, null);
        put("d", 2L, null);
        assertThat(prune(days(30), 20)).isEmpty();
        assertThat(prune(days(3), 6)).containsExactly("a", "d");
        assertThat(ids()).containsExactly("b", "c");
        assertThat(store.verify("b").entries()).isEqualTo(1);
        assertThat(prune(days(0), 1_000)).containsExactly("b");
        assertThat(prune(Retention.FOREVER, 1_000)).isEmpty();
    }

    @Test
    void theOldestAreRemovedWhenThereAreTooMany() {
        for (int i = 0; i < 250; i++) {
            put("run-%03d".formatted(i), i % 50 == 7 ? null : Long.valueOf(i), null);
        }
        assertThat(prune(keep(1_000), 1_000)).isEmpty();
        assertThat(prune(keep(10), 1_000)).hasSize(235).startsWith("run-000").endsWith("run-239");
        assertThat(store.unfinished()).isEqualTo(Map.of(Status.RUNNING, 5L));
        assertThat(store.count()).isEqualTo(15);
        assertThat(prune(keep(10), 1_000)).isEmpty();
        assertThat(prune(new Retention(Duration.ofDays(5), 8L, null), 250))
                .containsExactly("run-240", "run-241", "run-242", "run-243", "run-244");
        assertThat(prune(keep(0), 1_000)).hasSize(5);
    }

    @Test
    void aFamilyGoesTogetherOrStays() {
        put("parent", 1L, null);
        put("child", 2L, "parent");
        put("grandchild", null, "child");
        put("other", 1L, null);
        put("late", 9L, "other");
        put("orphan", 1L, "not-here");
        assertThat(prune(days(1), 5)).containsExactly("orphan");
        store.write(new Write.UpdateRun("grandchild", Status.FAULTED, null, 3 * DAY, null, null));
        assertThat(prune(days(1), 5)).containsExactly("parent", "child", "grandchild");
        assertThat(ids()).containsExactly("late", "other");
        assertThat(prune(keep(1), 5)).as("both or none").containsExactly("other", "late");
    }

    @Test
    void aRunThatIsAliveAgainIsNotRemoved() {
        put("a", 1L, null);
        List<Family> found = store.families(0, Long.MAX_VALUE, 10);
        assertThat(found)
                .singleElement()
                .satisfies(family -> assertThat(family.ended()).isEqualTo(DAY));
        store.write(new Write.UpdateRun("a", Status.RUNNING, null, null, null, null));
        assertThat(store.remove("a")).isZero();
        assertThat(store.remove("absent")).isZero();
        assertThat(ids()).containsExactly("a");
    }

    @Test
    void anIdOfARemovedRunCanBeUsedAgain() {
        put("a", 1L, null);
        store.write(new Write.PutSnapshot(new Snapshot("a", 0, 0, 1, new byte[9_000], 5)));
        assertThat(store.remove("a")).isEqualTo(1);
        store.collect();
        assertThat(catchThrowableOfType(StoreException.class, () -> store.write(append("a", entry(1))))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(store.sizes().entries()
                        + store.sizes().snapshots()
                        + store.sizes().chunks())
                .isZero();
        put("a", 2L, null);
        assertThat(store.verify("a")).isEqualTo(new Verification("a", 1, 0, null));
        assertThat(store.snapshot("a", 0, 9)).isEmpty();
    }

    @Test
    void partsOfPayloadsStayWhileAnythingUsesThem() {
        JsonValue large = orders(60_000);
        store.submit(run("a", 1L, large, null)).join();
        store.submit(run("b", 2L, large, null)).join();
        store.submit(run("c", 3L, orders(90_000), null)).join();
        long all = store.sizes().chunks();
        assertThat(store.bytes("a")).isBetween(1_000_000L, store.used());
        assertThat(prune(days(0), 2)).containsExactly("a");
        assertThat(store.sizes().chunks()).as("b uses them").isEqualTo(all);
        assertThat(store.remove("b")).isEqualTo(1);
        store.submit(run("d", 4L, large, null)).join(); // stored again before they are looked for
        store.collect();
        assertThat(store.data("d").output()).isEqualTo(large);
        assertThat(store.data("c").output()).isEqualTo(orders(90_000));
        assertThat(store.verify("c").intact() && store.verify("d").intact()).isTrue();
        assertThat(prune(days(0), 100)).containsExactly("c", "d");
        assertThat(store.sizes().chunks()).isZero();
        assertThat(store.collect()).isZero();
    }

    @Test
    void aStoreThatIsTooLargeLosesTheOldest() {
        for (int i = 0; i < 40; i++) {
            store.submit(run("run-%02d".formatted(i), 1L, JsonArray.of(noise(i)), null))
                    .join();
        }
        long before = store.used();
        List<String> removed = prune(new Retention(null, null, before / 2), 5);
        assertThat(removed).startsWith("run-00", "run-01").hasSizeBetween(10, 30);
        assertThat(store.used()).isLessThanOrEqualTo(before / 2 + before / 20);
        assertThat(ids()).hasSize(40 - removed.size());
        ids().forEach(id -> assertThat(store.verify(id).intact()).isTrue());
    }

    private static List<JsonValue> noise(int seed) {
        return new Random(seed)
                .longs(2_000)
                .mapToObj(n -> (JsonValue) JsonNumber.of(n))
                .toList();
    }

    /** Writers, removals and looks for garbage at the same time, all with the same parts of payloads. */
    @Test
    void nothingThatIsInUseIsCollected() {
        long seed = new Random().nextLong();
        List<JsonValue> payloads = List.of(orders(300), orders(600), orders(900), orders(3_000));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < 3; writer++) {
                Random random = new Random(seed + writer);
                String prefix = "w" + writer + "-";
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 60; i++) {
                        JsonValue payload = payloads.get(random.nextInt(payloads.size()));
                        store.submit(run(prefix + i, 1L, payload, null)).join();
                        if (i > 2 && random.nextBoolean()) {
                            store.remove(prefix + random.nextInt(i));
                        }
                    }
                }));
            }
            Future<?> collector = threads.submit(() -> {
                while (all.stream().anyMatch(each -> !each.isDone())) {
                    store.collect();
                }
            });
            for (Future<?> each : all) {
                assertThat(each).as("seed %d", seed).succeedsWithin(Duration.ofSeconds(60));
            }
            assertThat(collector).succeedsWithin(Duration.ofSeconds(60));
        }
        for (String id : ids()) {
            assertThat(store.verify(id).intact()).as("%s, seed %d", id, seed).isTrue();
            assertThat(payloads).contains(store.data(id).output());
        }
        assertThat(prune(days(0), 100)).isNotEmpty();
        assertThat(store.sizes().chunks()).as("seed %d", seed).isZero();
    }
}
