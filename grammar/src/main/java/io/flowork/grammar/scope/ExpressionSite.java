package io.flowork.grammar.scope;

import io.flowork.grammar.text.Range;
import io.flowork.grammar.workflow.Expression;
import io.flowork.grammar.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An expression where it stands in a file.
 *
 * @param expression the expression
 * @param node the text it is in
 * @param offset where it starts in that text
 * @param loose whether it stays a text when it fails
 * @param stage the place in the data flow
 * @param locals the variables of the tasks around it, outermost first
 */
public record ExpressionSite(
        Expression expression, ScalarNode node, int offset, boolean loose, Stage stage, List<LocalVariable> locals) {

    /** Where a part of the expression stands in the file. */
    public Range rangeOf(Range part) {
        return node.rangeOf(part.shift(offset));
    }

    /** The variable of a task with this name, the innermost one; null if there is none. */
    public @Nullable LocalVariable local(String name) {
        for (int i = locals.size() - 1; i >= 0; i--) {
            if (locals.get(i).name().equals(name)) {
                return locals.get(i);
            }
        }
        return null;
    }

    /** All names that have a value here, without {@code $}, the innermost first. */
    public List<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (int i = locals.size() - 1; i >= 0; i--) {
            names.add(locals.get(i).name());
        }
        names.addAll(RuntimeArgument.names());
        return new ArrayList<>(names);
    }
}
