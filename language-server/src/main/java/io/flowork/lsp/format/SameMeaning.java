package io.flowork.lsp.format;

import io.flowork.grammar.jq.JqSpacing;
import io.flowork.grammar.yaml.Document;
import io.flowork.grammar.yaml.ErrorNode;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether two texts say the same: the same values, but for blanks between the parts of expressions. */
final class SameMeaning {
    private SameMeaning() {}

    static boolean of(Document before, Document after) {
        return before.diagnostics().size() == after.diagnostics().size() && of(before.root(), after.root());
    }

    private static boolean of(@Nullable Node before, @Nullable Node after) {
        return switch (before) {
            case null -> after == null;
            case ScalarNode one -> after instanceof ScalarNode other && of(one, other);
            case MappingNode one -> after instanceof MappingNode other && of(one, other);
            case SequenceNode one -> after instanceof SequenceNode other && of(one.items(), other.items());
            case ErrorNode ignored -> after instanceof ErrorNode;
        };
    }

    private static boolean of(ScalarNode one, ScalarNode other) {
        return one.json().equals(other.json())
                || (one.style() == other.style()
                        && one.isString()
                        && other.isString()
                        && JqSpacing.parts(one.text()).equals(JqSpacing.parts(other.text())));
    }

    private static boolean of(MappingNode one, MappingNode other) {
        if (one.entries().size() != other.entries().size()) {
            return false;
        }
        for (int i = 0; i < one.entries().size(); i++) {
            MappingNode.Entry entry = one.entries().get(i);
            MappingNode.Entry same = other.entries().get(i);
            if (!entry.name().equals(same.name()) || !of(entry.value(), same.value())) {
                return false;
            }
        }
        return true;
    }

    private static boolean of(List<Node> one, List<Node> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!of(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }
}
