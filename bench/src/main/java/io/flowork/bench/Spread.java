package io.flowork.bench;

import java.util.Arrays;

/** How far measurements of one thing lie apart. */
public record Spread(double min, double median, double max) {
    /**
     * The spread of some measurements.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Spread of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("There is nothing to summarise");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /** The spread of the quotients of measurements that were taken in pairs. */
    public static Spread ofRatios(double[] numerators, double[] denominators) {
        double[] ratios = new double[numerators.length];
        Arrays.setAll(ratios, i -> numerators[i] / denominators[i]);
        return of(ratios);
    }
}
