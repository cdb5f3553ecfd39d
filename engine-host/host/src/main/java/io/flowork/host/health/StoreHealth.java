package io.flowork.host.health;

import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.StoreSizes;
import io.flowork.store.Verification;
import io.flowork.store.sqlite.QuickCheck;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether a store is intact. */
final class StoreHealth {
    private static final int RUNS = 1_000;
    private static final int SHOWN = 5;

    /** A quick check reads the whole file. */
    private static final long MOST_CHECKED = 4L << 30;

    private StoreHealth() {}

    /**
     * Looks at a store, the newest of its runs in full.
     *
     * @throws StoreException if it cannot be opened
     */
    static Finding of(String name, String shown, Path folder) {
        try (Store opened = SqliteStore.openReadOnly(folder)) {
            StoreSizes sizes = opened.sizes();
            String where = "%s, %d %s, %s"
                    .formatted(shown, sizes.runs(), sizes.runs() == 1 ? "run" : "runs", bytes(sizes.bytes()));
            List<String> damaged = damaged(opened);
            if (sizes.bytes() <= MOST_CHECKED) {
                damaged.addAll(QuickCheck.of(folder.resolve(SqliteStore.FILE)));
            } else {
                where += " (too large for a check of its pages)";
            }
            if (!damaged.isEmpty()) {
                String more = damaged.size() > SHOWN ? " and " + (damaged.size() - SHOWN) + " more" : "";
                return Finding.fail(
                        name,
                        where + ", damaged: " + String.join(", ", damaged.subList(0, Math.min(SHOWN, damaged.size())))
                                + more,
                        "flowork doctor --store " + shown + " --salvage DIR saves what is left");
            }
            return Files.isWritable(folder)
                    ? Finding.ok(name, where + ", intact")
                    : Finding.warn(name, where + ", read-only", "record runs elsewhere with --store DIR");
        }
    }

    static Finding failed(String name, StoreException e) {
        return Finding.fail(
                name,
                String.valueOf(e.getMessage()),
                "flowork doctor --salvage DIR saves what is left of a damaged store");
    }

    private static List<String> damaged(Store opened) {
        List<String> damaged = new ArrayList<>();
        for (RunRecord run : opened.runs(RunQuery.newest(RUNS))) {
            Verification verification = opened.verify(run.id());
            if (!verification.intact()) {
                damaged.add(run.id() + " (" + verification.problem() + ")");
            }
        }
        return damaged;
    }

    /** A size as people read it. */
    static String bytes(long bytes) {
        return bytes >= 1L << 30
                ? (bytes >> 30) + " GiB"
                : bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : ((bytes + 1023) >> 10) + " KiB";
    }
}
