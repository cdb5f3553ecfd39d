package io.flowork.lsp.describe;

import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.lsp.complete.Documentation;
import io.flowork.lsp.complete.InputSchemas;
import io.flowork.lsp.complete.Neighbours;
import io.flowork.lsp.complete.SchemaPart;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.PlaceInExpression;
import io.flowork.lsp.expression.WrittenExpression;
import io.flowork.lsp.outline.Placed;
import io.flowork.lsp.slot.Expected;
import io.flowork.lsp.slot.Given;
import io.flowork.lsp.slot.Members;
import io.flowork.lsp.slot.Slot;
import java.util.Optional;

/** What is said about the thing under a cursor: a key, a task, or a part of an expression. */
public final class Descriptions {
    private Descriptions() {}

    /** What is said at a place of a workflow that is alone, if there is anything to say. */
    public static Optional<Description> at(Snapshot snapshot, int offset) {
        return at(snapshot, offset, Neighbours.NONE);
    }

    /**
     * What is said at a place, if there is anything to say.
     *
     * @param neighbours what other files give
     */
    public static Optional<Description> at(Snapshot snapshot, int offset, Neighbours neighbours) {
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
            return aboutKey(snapshot, placed, key, neighbours);
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

    private static Optional<Description> aboutKey(
            Snapshot snapshot, Placed placed, ScalarNode name, Neighbours neighbours) {
        Range key = name.range();
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
        return aboutData(snapshot, name, neighbours);
    }

    /** A key of data, by the schema of who gets it. */
    private static Optional<Description> aboutData(Snapshot snapshot, ScalarNode key, Neighbours neighbours) {
        Slot slot = Slot.at(snapshot.source(), key.range().start());
        Given around = Expected.at(slot).given();
        return Optional.ofNullable(around)
                .flatMap(data ->
                        new InputSchemas(snapshot, neighbours).of(data.in(new Slot.Step.Key(key.text(), Members.NONE))))
                .map(SchemaPart::documentation)
                .filter(said -> !said.isEmpty())
                .map(said -> new Description(key.range(), "**" + key.text() + "**\n\n" + said));
    }
}
