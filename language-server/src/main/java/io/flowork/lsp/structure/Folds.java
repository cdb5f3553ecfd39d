package io.flowork.lsp.structure;

import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import io.flowork.lsp.document.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What can be folded: entries and list elements over several lines, and comments of several lines. */
public final class Folds {
    private Folds() {}

    /**
     * A part that can be folded.
     *
     * @param first its first line, from 0, which stays
     * @param last its last line
     * @param comment whether it is a comment
     */
    public record Fold(int first, int last, boolean comment) {}

    /** The folds of a text, in the order of their first lines. */
    public static List<Fold> of(Snapshot snapshot) {
        SourceText source = snapshot.source();
        List<Fold> folds = new ArrayList<>();
        Set<Integer> lines = new TreeSet<>();
        Deque<Node> open = new ArrayDeque<>();
        Node root = snapshot.root();
        if (root != null) {
            open.push(root);
        }
        while (!open.isEmpty()) {
            Node node = open.pop();
            List<Node> inner = switch (node) {
                case MappingNode mapping -> {
                    List<Node> values = new ArrayList<>();
                    for (MappingNode.Entry entry : mapping.entries()) {
                        fold(source, entry.range().start(), entry.range().end(), lines, folds);
                        values.add(entry.value());
                    }
                    yield values;
                }
                case SequenceNode list -> {
                    list.items()
                            .forEach(item -> fold(
                                    source, item.range().start(), item.range().end(), lines, folds));
                    yield list.items();
                }
                case ScalarNode ignored -> List.of();
                default -> List.of();
            };
            for (Node each : inner) {
                boolean written = node.range().start() <= each.range().start()
                        && each.range().end() <= node.range().end();
                if (written && !(each instanceof ScalarNode)) { // not where an alias repeats it
                    open.push(each);
                }
            }
        }
        comments(source, folds);
        folds.sort((one, other) -> Integer.compare(one.first, other.first));
        return folds;
    }

    /** One fold for each first line: the largest one comes first. */
    private static void fold(SourceText source, int start, int end, Set<Integer> lines, List<Fold> folds) {
        int first = source.position(start).line() - 1;
        int last = source.position(Math.max(start, end - 1)).line() - 1;
        if (last > first && lines.add(first)) {
            folds.add(new Fold(first, last, false));
        }
    }

    private static void comments(SourceText source, List<Fold> folds) {
        int first = -1;
        for (int line = 1; line <= source.lines() + 1; line++) {
            boolean comment = source.line(line).stripLeading().startsWith("#");
            if (comment && first < 0) {
                first = line;
            } else if (!comment && first > 0) {
                if (line - 1 > first) {
                    folds.add(new Fold(first - 1, line - 2, true));
                }
                first = -1;
            }
        }
    }
}
