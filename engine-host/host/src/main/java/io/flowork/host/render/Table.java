package io.flowork.host.render;

import io.flowork.host.terminal.Columns;
import java.util.ArrayList;
import java.util.List;

/** Lines with aligned columns. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a row; its cells may be painted. */
    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** The lines, two spaces between columns, without spaces at their ends. */
    public List<String> lines() {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = Columns.width(row.get(i));
                if (i == widths.size()) {
                    widths.add(width);
                } else if (width > widths.get(i)) {
                    widths.set(i, width);
                }
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                boolean last = i == row.size() - 1;
                line.append(last ? row.get(i) : Columns.pad(row.get(i), widths.get(i) + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
