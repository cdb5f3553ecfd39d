package io.flowork.lsp.describe;

import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.lsp.complete.Documentation;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.PlaceInExpression;
import io.flowork.lsp.expression.WrittenExpression;
import io.flowork.lsp.outline.Placed;
import java.util.Optional;

/** What is said about the thing under a cursor: a key, a task, or a part of an expression. */
public final class Descriptions {
    private Descriptions() {}

    /** What is said at a place, if there is anything to say. */
    public static Optional<Description> at(Snapshot snapshot, int offset) {
        Optional<PlaceInExpression> read = PlaceInExpression.at(snapshot, offset);
        Optional<Description> said = WrittenExpression.at(snapshot, offset)
                .map(written -> ExpressionDescriptions.at(snapshot, written))
                .orElseGet(() -> read.flatMap(place -> ExpressionDescriptions.at(snapshot, place)));
        if (read.isPresent()) {
            return RecordedDescriptions.added(said, snapshot, read.get());
        }
        if (said.isPresent()) {
            return said; // of an expression that has errors
        }
        Placed placed = snapshot.at(offset);
        if (placed == null) {
            return Optional.empty();
        }
        ScalarNode key = placed.key();
        if (key != null && key.range().touches(offset)) {
            return aboutKey(snapshot, placed, key.range());
        }
        return placed.node() instanceof ScalarNode scalar && scalar.range().touches(offset)
                ? aboutValue(placed, scalar)
                : Optional.empty();
    }

    /** Times in words. */
    private static Optional<Description> aboutValue(Placed placed, ScalarNode scalar) {
        Optional<String> words = switch (placed.chosen()) {
            case Shape.Span ignored -> DurationWords.of(scalar.text());
            case Shape.Text text when text.format() == Shape.Format.CRON -> CronWords.of(scalar.text());
            case null, default -> Optional.empty();
        };
        return words.map(said -> new Description(scalar.range(), said));
    }

    private static Optional<Description> aboutKey(Snapshot snapshot, Placed placed, Range key) {
        if (placed.property() != null) {
            return Optional.of(new Description(
                    key, "**" + placed.property().name() + "**\n\n" + Documentation.of(placed.property())));
        }
        ObjectType kind = placed.isTask() ? placed.type() : null;
        if (kind != null) {
            String said = TaskDescriptions.of(snapshot, placed, kind);
            return Optional.of(new Description(
                    key,
                    RecordedDescriptions.task(snapshot, placed)
                            .map(recorded -> said + "\n\n" + recorded)
                            .orElse(said)));
        }
        return Optional.empty();
    }
}
