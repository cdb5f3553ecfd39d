package io.flowork.lsp.complete;

import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.Gap;
import io.flowork.lsp.expression.WrittenExpression;
import io.flowork.lsp.slot.Expected;
import io.flowork.lsp.slot.Slot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What can be written where a cursor stands. */
public final class Completions {
    private Completions() {}

    /**
     * Whether a place is behind a value of an expression, where an operator may follow: there who only types on wants no
     * proposals.
     */
    public static boolean isBehindValue(Snapshot snapshot, int offset) {
        return WrittenExpression.at(snapshot, offset)
                .flatMap(written -> Gap.at(written.text(), written.cursor()))
                .filter(gap -> gap.kind() == Gap.Kind.OPERATOR || gap.kind() == Gap.Kind.PATTERN)
                .isPresent();
    }

    private static Proposal beginning(WrittenExpression.Beginning beginning) {
        String quote = beginning.quoted() ? "" : "'";
        return new Proposal(
                "${ }",
                Proposal.Kind.KEYWORD,
                "an expression",
                "",
                quote + "\\${ ${1} \\}" + quote,
                beginning.sign(),
                0);
    }

    /** The proposals for a place of a workflow that is alone, best first. */
    public static List<Proposal> at(Snapshot snapshot, int offset) {
        return at(snapshot, offset, Neighbours.NONE);
    }

    /**
     * The proposals for a place, best first. What is written already does not leave out any: the editor filters.
     *
     * @param neighbours what other files give
     */
    public static List<Proposal> at(Snapshot snapshot, int offset, Neighbours neighbours) {
        Optional<WrittenExpression> expression = WrittenExpression.at(snapshot, offset);
        if (expression.isPresent()) {
            List<Proposal> inside = new ArrayList<>();
            ExpressionCompletions.addTo(snapshot, expression.get(), inside);
            inside.sort(Comparator.comparingInt(Proposal::order));
            return inside;
        }
        Optional<WrittenExpression.Beginning> beginning = WrittenExpression.beginning(snapshot, offset);
        if (beginning.isPresent()) {
            return List.of(beginning(beginning.get()));
        }
        Slot slot = Slot.at(snapshot.source(), offset);
        if (slot.kind() == Slot.Kind.TEXT || slot.kind() == Slot.Kind.NOTHING) {
            return List.of();
        }
        Expected expected = Expected.at(slot);
        List<Proposal> proposals = new ArrayList<>();
        if (slot.kind() == Slot.Kind.VALUE) {
            new Values(snapshot, neighbours, slot, expected).addTo(proposals);
        } else {
            new Keys(snapshot, neighbours, slot, expected).addTo(proposals);
            if (slot.kind() == Slot.Kind.ITEM) {
                new Values(snapshot, neighbours, slot, expected).addTo(proposals);
            }
        }
        proposals.sort(Comparator.comparingInt(Proposal::order)); // those of one order stay as the language has them
        return proposals;
    }
}
