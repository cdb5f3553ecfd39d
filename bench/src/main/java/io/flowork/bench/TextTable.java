package io.flowork.bench;

import java.util.ArrayList;
import java.util.List;

/** Plain text in columns: the first ones aligned left, the others, which hold numbers, right. */
final class TextTable {
    private final int textColumns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * Starts a table.
     *
     * @param textColumns how many columns from the left hold text
     */
    TextTable(int textColumns) {
        this.textColumns = textColumns;
    }

    /** Adds a row. A table's rows may be of different lengths. */
    void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** The lines, each ended by a line break. */
    String text() {
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                int padding = width(column) - cell.length();
                line.append(column == 0 ? "" : "  ");
                if (column < textColumns) {
                    line.append(cell).repeat(' ', padding);
                } else {
                    line.repeat(' ', padding).append(cell);
                }
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> column < row.size())
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
