package io.flowork.lsp.navigate;

import io.flowork.grammar.text.Range;
import io.flowork.lsp.document.Snapshot;
import java.util.List;
import java.util.Optional;

/**
 * Places of one name that can be edited together while the author types.
 *
 * @param ranges the places, all with the same text
 * @param pattern what a name may be, as a regular expression; what else is typed ends the editing together
 */
public record LinkedRanges(List<Range> ranges, String pattern) {
    private static final String JQ_NAME = "[A-Za-z_][A-Za-z0-9_]*";
    private static final String NAME = "[\\p{L}\\p{N}_][\\p{L}\\p{N}_./ -]*";

    /** Copies the list. */
    public LinkedRanges {
        ranges = List.copyOf(ranges);
    }

    /** The places of the name at a place; nothing when it stands there alone, or means a key as well. */
    public static Optional<LinkedRanges> at(Snapshot snapshot, int offset) {
        Occurrences found = Occurrences.at(snapshot, offset).orElse(null);
        if (found == null || found.all().size() < 2 || (found.declarations().isEmpty() && found.variable() != null)) {
            return Optional.empty();
        }
        List<Range> ranges = found.all().stream()
                .map(range -> snapshot.source().text(range).startsWith("$")
                        ? new Range(range.start() + 1, range.end())
                        : range)
                .toList();
        boolean same =
                ranges.stream().allMatch(range -> snapshot.source().text(range).equals(found.name()));
        boolean plain = Renaming.isPlain(snapshot, found);
        boolean jq = found.kind() == Occurrences.Kind.JQ || found.kind() == Occurrences.Kind.TASK_VARIABLE;
        return same && plain ? Optional.of(new LinkedRanges(ranges, jq ? JQ_NAME : NAME)) : Optional.empty();
    }
}
