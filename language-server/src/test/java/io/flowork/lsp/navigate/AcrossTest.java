package io.flowork.lsp.navigate;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedFiles;
import io.flowork.lsp.testing.MarkedText;
import io.flowork.lsp.workspace.FileEntry;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Names that files share: their places, who calls whom, and new names. */
class AcrossTest {
    @TestFactory
    Stream<DynamicTest> places() {
        return Cases.of("across", marked -> {
            MarkedFiles files = new MarkedFiles(marked);
            return Across.anyAt(files.snapshot(), files.cursor(), files.index())
                    .map(found -> found.kind() + " " + found.name() + ", given in "
                            + found.declarations().size() + "\n" + files.mark(found.all()))
                    .orElse("nothing");
        });
    }

    @TestFactory
    Stream<DynamicTest> names() {
        return Cases.of("rename-across", AcrossTest::renamed);
    }

    private static String renamed(MarkedText marked) {
        MarkedFiles files = new MarkedFiles(marked);
        Across found = Across.at(files.snapshot(), files.cursor(), files.index())
                .filter(names -> names.isRenamableAt(files.cursor()))
                .orElse(null);
        if (found == null) {
            return "nothing to rename";
        }
        try {
            Map<FileEntry, List<Edit>> edits = Renaming.edits(found, "renamed", files.index());
            return edits.entrySet().stream()
                    .map(file -> "# file: " + file.getKey().name().substring(1) + "\n"
                            + RenamingTest.applied(file.getKey().source().text(), file.getValue()))
                    .collect(Collectors.joining());
        } catch (Renaming.RefusedException e) {
            return "refused: " + e.getMessage();
        }
    }

    @TestFactory
    Stream<DynamicTest> calls() {
        return Cases.of("calls", marked -> {
            MarkedFiles files = new MarkedFiles(marked);
            return Calls.at(files.snapshot(), files.cursor(), files.index()).stream()
                    .map(callable -> shown(callable) + "\n"
                            + shown("from", Calls.incoming(callable, files.index()))
                            + shown("to", Calls.outgoing(callable, files.index())))
                    .collect(Collectors.joining());
        });
    }

    private static String shown(String how, List<Calls.Call> calls) {
        return calls.stream()
                .map(call -> "  " + how + " " + shown(call.other()) + " at "
                        + call.ranges().size() + "\n")
                .collect(Collectors.joining());
    }

    private static String shown(Calls.Callable callable) {
        return switch (callable) {
                    case Calls.Callable.Workflow workflow -> "workflow " + workflow.name() + ":" + workflow.version();
                    case Calls.Callable.OfEngine workflow -> "engine's " + workflow.name() + ":" + workflow.version();
                    case Calls.Callable.Function function -> "function " + function.name();
                }
                + " in " + callable.spot().uri().substring("file:///".length());
    }

    @TestFactory
    Stream<DynamicTest> schemas() {
        return Cases.of("type-definition", marked -> {
            MarkedFiles files = new MarkedFiles(marked);
            List<Spot> found = Schemas.at(files.snapshot(), files.cursor(), files.index());
            return found.isEmpty() ? "nothing" : files.mark(found);
        });
    }

    @TestFactory
    Stream<DynamicTest> links() {
        return Cases.of("links", marked -> {
            MarkedFiles files = new MarkedFiles(marked);
            return DocumentLinks.of(files.snapshot(), files.index()).stream()
                    .map(link -> files.snapshot().source().text(link.range()) + " -> " + link.target() + " ("
                            + link.tooltip() + ")")
                    .collect(Collectors.joining("\n"));
        });
    }

    @TestFactory
    Stream<DynamicTest> linkedEditing() {
        return Cases.of(
                "linked-editing",
                marked -> LinkedRanges.at(marked.snapshot(), marked.cursor())
                        .map(linked -> MarkedText.mark(marked.text(), linked.ranges()))
                        .orElse("nothing"));
    }
}
