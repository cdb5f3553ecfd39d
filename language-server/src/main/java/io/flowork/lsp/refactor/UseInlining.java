package io.flowork.lsp.refactor;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.outline.Placed;
import io.flowork.lsp.refactor.Refactoring.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code use} defines comes to where it is named: a retry, an error, a timeout or an authentication. */
final class UseInlining {
    private final Snapshot snapshot;
    private final Layouts layouts;
    private final Placed place;
    private final Node definition;

    private UseInlining(Snapshot snapshot, Placed place, Node definition) {
        this.snapshot = snapshot;
        this.layouts = new Layouts(snapshot.source());
        this.place = place;
        this.definition = definition;
    }

    /** What can be done with the name at an offset. */
    static Optional<Refactoring> at(Snapshot snapshot, int offset) {
        for (Outline.Use use : snapshot.outline().uses()) {
            String what = word(use.section());
            if (what != null && use.node().range().touches(offset)) {
                return snapshot.outline().definitions().stream()
                        .filter(each -> each.section() == use.section()
                                && each.name().equals(use.node().text())
                                && each.value().node() instanceof MappingNode)
                        .findFirst()
                        .flatMap(each -> of(
                                snapshot, use, "Write the " + what + " '" + each.name() + "' out here", each.value()));
            }
        }
        return Optional.empty();
    }

    private static @Nullable String word(Shape.Section section) {
        return switch (section) {
            case AUTHENTICATIONS -> "authentication";
            case ERRORS -> "error";
            case RETRIES -> "retry";
            case TIMEOUTS -> "timeout";
            case CATALOGS, FUNCTIONS, SECRETS -> null;
        };
    }

    private static Optional<Refactoring> of(Snapshot snapshot, Outline.Use use, String title, Placed definition) {
        Placed place = snapshot.at(use.node().range().start());
        ScalarNode key = place == null ? null : place.key();
        if (place != null
                && key != null
                && key.text().equals("use")) { // an authentication is named in an object of its own
            place = place.parent();
        }
        if (place == null || place.key() == null || place.isRepeated()) {
            return Optional.empty();
        }
        UseInlining inlining = new UseInlining(snapshot, place, definition.node());
        return Optional.of(new Refactoring("inline-use", title, Kind.INLINE, inlining.refused(), inlining::change));
    }

    private boolean isInLine() {
        Range range = definition.range();
        boolean json = snapshot.source().text().stripLeading().startsWith("{");
        return layouts.isInBrackets(definition) && (json || layouts.line(range.start()) == layouts.line(range.end()));
    }

    private Range key() {
        ScalarNode key = place.key();
        return key == null ? place.node().range() : key.range();
    }

    private @Nullable String refused() {
        if (snapshot.analysis().hasErrors()) {
            return "the workflow has errors; mend them first";
        }
        if (snapshot.root() != null && Selection.hasAliases(snapshot.root())) {
            return "the workflow repeats values by aliases";
        }
        String before = layouts.text(key().end(), place.node().range().start());
        int line = layouts.lastLine(place.node());
        String after = layouts.text(
                place.node().range().end(), Math.max(place.node().range().end(), layouts.end(line)));
        if (!before.matches("\\s*:\\s*")) {
            return "something stands between the key and the name";
        }
        if (isInLine()) {
            return null;
        }
        if (layouts.isInBrackets(definition)
                || !layouts.isFirst(definition.range().start())) {
            return "the definition is written in brackets over several lines";
        }
        for (Placed at = place.parent(); at != null; at = at.parent()) {
            boolean brackets = (at.node() instanceof MappingNode || at.node() instanceof SequenceNode)
                    && layouts.isInBrackets(at.node());
            if (brackets) {
                return "the name stands in brackets, the definition does not";
            }
        }
        return after.isBlank() ? null : "something follows the name on its line";
    }

    private Change change() {
        Range range = definition.range();
        Range replaced = new Range(key().end(), place.node().range().end());
        if (isInLine()) {
            return Change.of(new Edit(replaced, ": " + layouts.text(range.start(), range.end())));
        }
        int by = layouts.column(key().start()) + 2 - layouts.column(range.start());
        String text = layouts.moved(layouts.line(range.start()), layouts.lastLine(definition), by);
        return Change.of(new Edit(replaced, ":" + layouts.newLine() + text));
    }
}
