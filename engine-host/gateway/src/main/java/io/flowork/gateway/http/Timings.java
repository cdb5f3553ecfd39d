package io.flowork.gateway.http;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** How long requests took, by route and kind of status, as histograms. */
public final class Timings {
    /** The upper ends of the histograms' buckets, in seconds; the last bucket has none. */
    static final double[] BOUNDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    private static final double NANOS = 1e9;

    private final Map<Series, Histogram> histograms = new ConcurrentHashMap<>();

    /**
     * What is counted together.
     *
     * @param method the method
     * @param route the path with its parameters in braces
     * @param status the first digit of the status
     */
    public record Series(String method, String route, int status) {}

    /** Counts of one series. */
    public static final class Histogram {
        private final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];
        private final LongAdder nanos = new LongAdder();

        Histogram() {
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] = new LongAdder();
            }
        }

        private void add(long duration) {
            int bucket = 0;
            while (bucket < BOUNDS.length && duration > BOUNDS[bucket] * NANOS) {
                bucket++;
            }
            buckets[bucket].increment();
            nanos.add(duration);
        }

        /** Tells each bucket's upper end as Prometheus writes it, with how many requests took no longer. */
        public void forEach(BiConsumer<String, Long> action) {
            long sum = 0;
            for (int i = 0; i < buckets.length; i++) {
                sum += buckets[i].sum();
                action.accept(i < BOUNDS.length ? Double.toString(BOUNDS[i]) : "+Inf", sum);
            }
        }

        /** How many requests there were. */
        public long count() {
            long sum = 0;
            for (LongAdder bucket : buckets) {
                sum += bucket.sum();
            }
            return sum;
        }

        /** How long they took together, in seconds. */
        public double seconds() {
            return nanos.sum() / NANOS;
        }
    }

    void add(@Nullable Route route, int status, long nanos) {
        Series series = route == null
                ? new Series("any", "none", status / 100)
                : new Series(route.method(), route.path(), status / 100);
        histograms.computeIfAbsent(series, key -> new Histogram()).add(nanos);
    }

    /** The histograms in a fixed order. */
    public Map<Series, Histogram> all() {
        Map<Series, Histogram> sorted = new TreeMap<>(Comparator.comparing(Series::toString));
        sorted.putAll(histograms);
        return sorted;
    }
}
