package io.flowork.lsp.refactor;

import io.flowork.grammar.text.Range;
import io.flowork.lsp.document.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be done with a part of a workflow. */
public final class Refactorings {
    private Refactorings() {}

    /**
     * The changes to choose from, also those that cannot be made there and say why.
     *
     * @param range a cursor's place, or what is selected
     */
    public static List<Refactoring> at(Snapshot snapshot, Range range) {
        return at(snapshot, range, Subflows.NONE);
    }

    /**
     * The same where other workflows are known.
     *
     * @param subflows the workflows that may be run
     */
    public static List<Refactoring> at(Snapshot snapshot, Range range, Subflows subflows) {
        List<Refactoring> all = new ArrayList<>();
        SelectedTasks.at(snapshot, range).ifPresent(selection -> {
            all.addAll(Extractions.of(selection));
            all.addAll(Inlinings.of(selection, subflows));
            all.addAll(TaskRewrites.of(selection));
            all.addAll(DataRewrites.of(selection));
        });
        if (range.length() == 0) {
            UseInlining.at(snapshot, range.start()).ifPresent(all::add);
            all.addAll(ValueRewrites.at(snapshot, range.start()));
            all.addAll(Conversions.at(snapshot, range.start()));
        }
        UseOrder.of(snapshot).ifPresent(all::add);
        return all;
    }

    /** One of them again, by its id. */
    public static Optional<Refactoring> named(Snapshot snapshot, Range range, Subflows subflows, String id) {
        return at(snapshot, range, subflows).stream()
                .filter(each -> each.id().equals(id))
                .findFirst();
    }
}
