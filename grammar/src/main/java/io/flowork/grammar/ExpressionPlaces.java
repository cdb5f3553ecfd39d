package io.flowork.grammar;

import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Expression;
import io.flowork.grammar.yaml.ErrorNode;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import io.flowork.grammar.yaml.YamlReader;
import org.jspecify.annotations.Nullable;

/** Finds parts of expressions in the file again, when one has failed or somebody looks at it. */
public final class ExpressionPlaces {
    private final @Nullable Node root;

    private ExpressionPlaces(@Nullable Node root) {
        this.root = root;
    }

    /** The places in a file, for who asks about many. */
    public static ExpressionPlaces of(SourceText source) {
        return new ExpressionPlaces(YamlReader.read(source).root());
    }

    /**
     * Where a part of an expression stands in its file. The file is read anew: nothing is kept for it.
     *
     * @param source the file's text
     * @see #range
     */
    public static Range inFile(SourceText source, Expression expression, Range part) {
        return of(source).range(expression, part);
    }

    /**
     * Where a part of an expression stands in its file, quotes, escapes and block scalars respected.
     *
     * @param expression an expression of it
     * @param part a range in the expression's text
     */
    public Range range(Expression expression, Range part) {
        ScalarNode scalar = root == null ? null : scalar(root, expression.range());
        int start = scalar == null ? -1 : scalar.text().indexOf(expression.text());
        return scalar == null || start < 0 ? expression.range() : scalar.rangeOf(part.shift(start));
    }

    private static @Nullable ScalarNode scalar(Node node, Range range) {
        if (node.range().start() > range.start() || node.range().end() < range.end()) {
            return null;
        }
        switch (node) {
            case ScalarNode scalar -> {
                return scalar;
            }
            case SequenceNode sequence -> {
                for (Node item : sequence.items()) {
                    ScalarNode found = scalar(item, range);
                    if (found != null) {
                        return found;
                    }
                }
            }
            case MappingNode mapping -> {
                for (MappingNode.Entry entry : mapping.entries()) {
                    ScalarNode found = scalar(entry.value(), range);
                    if (found != null) {
                        return found;
                    }
                }
            }
            case ErrorNode error -> {}
        }
        return null;
    }
}
