package io.flowork.lsp.format;

import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.JqSpacing;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.ScalarNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The blanks in expressions, and between them and the <code>${ }</code> around them. */
final class ExpressionLayout {
    private static final String OPEN = "${";

    private final Gaps gaps;

    private ExpressionLayout(Gaps gaps) {
        this.gaps = gaps;
    }

    /** Finds the blanks to change. */
    static void apply(List<ExpressionSite> sites, Gaps gaps) {
        ExpressionLayout layout = new ExpressionLayout(gaps);
        Set<Integer> seen = new HashSet<>();
        for (ExpressionSite site : sites) {
            if (seen.add(site.node().range().start())) { // an alias repeats a node
                layout.expression(site.node());
            }
        }
    }

    private void expression(ScalarNode node) {
        String text = node.text();
        String stripped = text.strip();
        boolean enclosed = stripped.startsWith(OPEN) && stripped.endsWith("}");
        int from = enclosed ? text.indexOf(OPEN) + OPEN.length() : 0;
        int to = enclosed ? text.lastIndexOf('}') : text.length();
        String program = text.substring(from, to);
        if (program.isBlank() || !JqParser.parse(program).problems().isEmpty()) {
            return;
        }
        int[] offsets = node.offsets();
        for (JqSpacing.Gap gap : JqSpacing.of(program, node.style() != ScalarNode.Style.PLAIN)) {
            gap(text, offsets, gap.range().shift(from), gap.text());
        }
        if (enclosed) {
            int first = from + program.length() - program.stripLeading().length();
            int last = from + program.stripTrailing().length();
            gap(text, offsets, new Range(from, first), " ");
            if (program.substring(program.lastIndexOf('\n') + 1).indexOf('#') < 0) { // else } may stand in a comment
                gap(text, offsets, new Range(last, to), " ");
            }
        }
    }

    /** Changes blanks of a scalar's text where they stand as they are in the file, and on one line. */
    private void gap(String text, int[] offsets, Range gap, String wanted) {
        String file = gaps.source().text();
        int start = offsets[gap.start()];
        int end = offsets[gap.end()];
        if (end < start || end >= file.length() || gaps.line(start) != gaps.line(end)) {
            return;
        }
        String now = file.substring(start, end);
        boolean asIs = now.equals(text.substring(gap.start(), gap.end()))
                && now.chars().allMatch(c -> c == ' ' || c == '\t')
                && (file.charAt(end) == text.charAt(gap.end()) || file.charAt(end) == '\\');
        if (asIs) {
            gaps.replace(start, end, wanted);
        }
    }
}
