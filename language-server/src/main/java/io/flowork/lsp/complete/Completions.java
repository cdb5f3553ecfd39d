package io.flowork.lsp.complete;

import io.flowork.lsp.document.Snapshot;
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

    /** The proposals for a place, best first. What is written already does not leave out any: the editor filters. */
    public static List<Proposal> at(Snapshot snapshot, int offset) {
        Optional<WrittenExpression> expression = WrittenExpression.at(snapshot, offset);
        if (expression.isPresent()) {
            List<Proposal> inside = new ArrayList<>();
            ExpressionCompletions.addTo(snapshot, expression.get(), inside);
            inside.sort(Comparator.comparingInt(Proposal::order));
            return inside;
        }
        Slot slot = Slot.at(snapshot.source(), offset);
        if (slot.kind() == Slot.Kind.TEXT || slot.kind() == Slot.Kind.NOTHING) {
            return List.of();
        }
        Expected expected = Expected.at(slot);
        List<Proposal> proposals = new ArrayList<>();
        if (slot.kind() == Slot.Kind.VALUE) {
            new Values(snapshot, slot, expected).addTo(proposals);
        } else {
            new Keys(snapshot, slot, expected).addTo(proposals);
            if (slot.kind() == Slot.Kind.ITEM) {
                new Values(snapshot, slot, expected).addTo(proposals);
            }
        }
        proposals.sort(Comparator.comparingInt(Proposal::order)); // those of one order stay as the language has them
        return proposals;
    }
}
