package io.flowork.store;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How long ended runs are kept. Whatever any of the limits is against goes, the oldest first, and only whole families:
 * never a run of a family in which something has not ended.
 *
 * @param age how long after the last end in a family; null for ever
 * @param runs how many ended runs; null for any number
 * @param bytes how much the store may hold, as far as ended runs can make room; null for any amount
 */
public record Retention(
        @Nullable Duration age,
        @Nullable Long runs,
        @Nullable Long bytes) {
    /** Everything is kept. */
    public static final Retention FOREVER = new Retention(null, null, null);

    private static final int PAGE = 100;

    /**
     * What was removed, or would be.
     *
     * @param runs how many runs
     * @param bytes about how many bytes of the store they use; chunks that others use too are counted
     */
    public record Pruned(long runs, long bytes) {}

    /** Whether nothing is ever removed. */
    public boolean isForever() {
        return age == null && runs == null && bytes == null;
    }

    /**
     * Tells which families {@link #prune} would remove.
     *
     * @param now the time: milliseconds since 1970-01-01 UTC
     * @param each told of each of them
     */
    public Pruned preview(Store store, long now, Consumer<Family> each) {
        return walk(store, now, family -> true, family -> {
            each.accept(family);
            return true;
        });
    }

    /**
     * Removes families, each in a transaction of its own. The space is used again by what is stored later.
     *
     * @param now the time: milliseconds since 1970-01-01 UTC
     * @param each told of each family that was removed; says whether to go on
     */
    public Pruned prune(Store store, long now, Predicate<Family> each) {
        Pruned pruned = walk(store, now, family -> store.remove(family.root()) > 0, each);
        store.collect();
        return pruned;
    }

    private interface Removal {
        /** Whether the family is gone, and not only was to go. */
        boolean remove(Family family);
    }

    private Pruned walk(Store store, long now, Removal removal, Predicate<Family> each) {
        long cutoff = age == null ? Long.MIN_VALUE : now - age.toMillis();
        long tooMany = runs == null ? 0 : Math.max(0, ended(store) - runs);
        long tooLarge = bytes == null ? 0 : Math.max(0, store.used() - bytes);
        long gone = 0;
        long freed = 0;
        long after = 0;
        List<Family> page;
        do {
            boolean any = gone < tooMany || freed < tooLarge;
            if (!any && age == null) {
                break;
            }
            page = store.families(after, any ? Long.MAX_VALUE : cutoff, PAGE);
            for (Family family : page) {
                after = family.number();
                Long ended = family.ended();
                if (ended != null && (ended < cutoff || gone < tooMany || freed < tooLarge)) {
                    long size = store.bytes(family.root());
                    if (removal.remove(family)) {
                        gone += family.runs().size();
                        freed += size;
                        if (!each.test(family)) {
                            return new Pruned(gone, freed);
                        }
                    }
                }
            }
        } while (page.size() == PAGE);
        return new Pruned(gone, freed);
    }

    private static long ended(Store store) {
        return store.count()
                - store.unfinished().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
    }
}
