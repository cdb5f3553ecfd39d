package io.flowork.lsp.complete;

import static java.util.stream.Collectors.joining;

import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What can be written where the cursor stands, and what is written when the first proposal is taken. */
class CompletionsTest {
    private static final int MANY = 6;

    @TestFactory
    Stream<DynamicTest> proposals() {
        return Cases.of("completion", CompletionsTest::shown);
    }

    /** Which proposals a typed character takes, and which character: of many only the first are shown. */
    @TestFactory
    Stream<DynamicTest> commits() {
        return Cases.of("completion-commits", text -> {
            Map<String, List<String>> labels = new LinkedHashMap<>();
            for (Proposal each : Completions.at(text.snapshot(), text.cursor())) {
                labels.computeIfAbsent(each.kind() + " " + each.commits(), same -> new ArrayList<>())
                        .add(each.label());
            }
            return labels.entrySet().stream()
                    .map(group -> group.getKey() + " : "
                            + group.getValue().stream().limit(MANY).collect(joining(" "))
                            + (group.getValue().size() > MANY ? " …" : ""))
                    .collect(joining("\n"));
        });
    }

    private static String shown(MarkedText text) {
        Snapshot snapshot = text.snapshot();
        List<Proposal> proposals = Completions.at(snapshot, text.cursor());
        String all = proposals.stream()
                .map(each -> each.order() + " " + each.label() + " → "
                        + each.insert().replace("\n", "⏎"))
                .collect(joining("\n"));
        return proposals.isEmpty() ? "" : all + "\n⇒ " + taken(snapshot, proposals.getFirst());
    }

    /** The line of the cursor, and those after it that are new, when a proposal is taken by an editor without tab stops. */
    private static String taken(Snapshot snapshot, Proposal proposal) {
        SourceText source = snapshot.source();
        Range replaced = proposal.replaced();
        String line = source.line(source.position(replaced.start()).line());
        int column = source.position(replaced.start()).column() - 1;
        String indentation = " ".repeat(line.length() - line.stripLeading().length());
        String inserted = proposal.plain(indentation);
        return (line.substring(0, column) + inserted + line.substring(column + replaced.length())).replace("\n", "⏎");
    }
}
