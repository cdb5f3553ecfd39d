package io.flowork.lsp.structure;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.text.Range;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.PlaceInExpression;
import io.flowork.lsp.outline.Placed;
import java.util.ArrayList;
import java.util.List;

/** What a selection grows to, step by step: parts of an expression, values, entries, and what these are in. */
public final class Selections {
    private Selections() {}

    /** The parts of the text around an offset, the smallest first, each in the next one. */
    public static List<Range> around(Snapshot snapshot, int offset) {
        List<Range> ranges = new ArrayList<>();
        PlaceInExpression.at(snapshot, offset).ifPresent(place -> {
            for (Filter filter : place.path().reversed()) {
                add(ranges, place.site().rangeOf(filter.range()));
            }
        });
        for (Placed at = snapshot.at(offset); at != null; at = at.parent()) {
            if (at.node().range().touches(offset)) {
                add(ranges, at.node().range());
            } else if (at.key() != null && at.key().range().touches(offset)) {
                add(ranges, at.key().range());
            }
            add(ranges, at.range());
        }
        add(ranges, new Range(0, snapshot.source().text().length()));
        return ranges;
    }

    private static void add(List<Range> ranges, Range range) {
        Range last = ranges.isEmpty() ? null : ranges.getLast();
        if (last == null || (range.start() <= last.start() && range.end() >= last.end() && !range.equals(last))) {
            ranges.add(range);
        }
    }
}
