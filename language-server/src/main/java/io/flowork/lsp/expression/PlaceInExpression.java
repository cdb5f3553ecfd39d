package io.flowork.lsp.expression;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.text.Range;
import io.flowork.lsp.document.Snapshot;
import java.util.List;
import java.util.Optional;

/**
 * A place in an expression.
 *
 * @param site the expression
 * @param offset the place in the expression's own text
 */
public record PlaceInExpression(ExpressionSite site, int offset) {

    /** The expression that a place of a text is in, if it is in one that could be read. */
    public static Optional<PlaceInExpression> at(Snapshot snapshot, int offset) {
        for (ExpressionSite site : snapshot.analysis().sites()) {
            if (site.node().range().touches(offset)) {
                Range whole = whole(site);
                if (whole.touches(offset)) {
                    return Optional.of(new PlaceInExpression(site, within(site, offset)));
                }
            }
        }
        return Optional.empty();
    }

    /** Where an expression stands in the text. */
    public static Range whole(ExpressionSite site) {
        return site.rangeOf(new Range(0, site.expression().text().length()));
    }

    /** The offset in the expression's text whose place in the file is the last one at or before an offset. */
    private static int within(ExpressionSite site, int offset) {
        int low = 0;
        int high = site.expression().text().length();
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (site.node().offsetOf(site.offset() + middle) <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The filters around the place, outermost first. */
    public List<Filter> path() {
        return FilterTree.path(site.expression().filter(), offset);
    }
}
