package io.flowork.lsp.mend;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.diagnostic.Diagnostic.Fix;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.outline.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fixes that take an entry of an object away. */
final class Removals {
    private final String text;

    private Removals(String text) {
        this.text = text;
    }

    /** Removes the entry whose key is at a place, unless it is the only one. */
    static Optional<Fix> of(Snapshot snapshot, Range key) {
        Placed at = snapshot.at(key.start());
        while (at != null) {
            if (at.node() instanceof MappingNode mapping) {
                for (MappingNode.Entry entry : mapping.entries()) {
                    if (entry.key().range().start() == key.start()) {
                        return new Removals(snapshot.source().text()).fix(mapping, entry);
                    }
                }
            }
            at = at.parent();
        }
        return Optional.empty();
    }

    private Optional<Fix> fix(MappingNode mapping, MappingNode.Entry entry) {
        if (mapping.entries().size() == 1) {
            return Optional.empty();
        }
        String title = "Remove '" + entry.name() + "'";
        Range gone = isInBrackets(mapping) ? inBrackets(mapping, entry) : lines(mapping, entry);
        return gone == null ? Optional.empty() : Optional.of(new Fix(title, List.of(new Edit(gone, ""))));
    }

    private boolean isInBrackets(Node node) {
        return text.startsWith("{", node.range().start());
    }

    private static Range inBrackets(MappingNode mapping, MappingNode.Entry entry) {
        List<MappingNode.Entry> all = new ArrayList<>(mapping.entries());
        int index = all.indexOf(entry);
        return index + 1 < all.size()
                ? new Range(entry.range().start(), all.get(index + 1).key().range().start())
                : new Range(all.get(index - 1).range().end(), entry.range().end());
    }

    /** The lines of an entry in block style; behind a dash only up to the next entry. */
    private @Nullable Range lines(MappingNode mapping, MappingNode.Entry entry) {
        int start = entry.range().start();
        int line = text.lastIndexOf('\n', start - 1) + 1;
        int end = text.indexOf('\n', Math.max(start, entry.range().end() - 1));
        if (text.substring(line, start).isBlank()) {
            return new Range(line, end < 0 ? text.length() : end + 1);
        }
        int index = mapping.entries().indexOf(entry);
        return index + 1 < mapping.entries().size()
                ? new Range(start, mapping.entries().get(index + 1).key().range().start())
                : null;
    }
}
