package io.flowork.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was measured in some rounds, beside what it may be at most. What is missed is said, and counted. */
final class Limits {
    /**
     * Something that is measured once in each round.
     *
     * @param limit what its median may be at most; null if there is no limit
     * @param values what it was
     * @param naive what it would be without anything kept; null where that means nothing
     */
    private record Row(
            @Nullable Double limit,
            List<Double> values,
            @Nullable Double naive) {
        double median() {
            return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray())
                    .median();
        }

        boolean isMissed() {
            return limit != null && !(median() <= limit);
        }
    }

    private final Map<String, Row> rows = new LinkedHashMap<>();

    /** Adds a value that has no limit. */
    void add(String what, double value) {
        add(what, null, value, null);
    }

    /** Adds a value. */
    void add(String what, @Nullable Double limit, double value, @Nullable Double naive) {
        rows.computeIfAbsent(what, key -> new Row(limit, new ArrayList<>(), naive))
                .values()
                .add(value);
    }

    /** How many limits were missed. */
    long missed() {
        return rows.values().stream().filter(Row::isMissed).count();
    }

    /** A line for each, in the order in which they came. */
    String table() {
        TextTable table = new TextTable(1);
        table.row(List.of("", "limit", "least", "median", "most", "× naive", ""));
        rows.forEach((what, row) -> {
            Spread spread = Spread.of(
                    row.values().stream().mapToDouble(Double::doubleValue).toArray());
            Double naive = row.naive();
            table.row(List.of(
                    what,
                    row.limit() == null ? "" : number(row.limit()),
                    number(spread.min()),
                    number(spread.median()),
                    number(spread.max()),
                    naive == null ? "" : String.format(Locale.ROOT, "%,.0f", naive / spread.median()),
                    row.isMissed() ? "missed" : ""));
        });
        return table.text();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 && value != Math.rint(value) ? "%.2f" : "%,.0f", value);
    }
}
