package io.flowork.lsp.testing;

import io.flowork.grammar.WorkflowFiles;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.document.OpenTexts;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.navigate.Spot;
import io.flowork.lsp.recorded.RecordedRuns;
import io.flowork.lsp.workspace.FileEntry;
import io.flowork.lsp.workspace.WorkspaceIndex;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Several workflows that are open together: each begins with a line {@code # file: NAME}; one of them has the cursor. Files
 * whose names are not those of workflows are there, but not open.
 */
public final class MarkedFiles {
    private static final String FILE = "# file: ";

    private final OpenTexts open = new OpenTexts(FunctionSignatures.NONE, RecordedRuns.NONE);
    private final NamedFiles files = new NamedFiles();
    private final WorkspaceIndex index = new WorkspaceIndex(files, FunctionSignatures.NONE, open, complaint -> {
        throw new AssertionError(complaint);
    });
    private final LinkedHashMap<String, String> texts = new LinkedHashMap<>();
    private final int cursor;
    private String withCursor = "";

    /** Opens the files of a marked text. */
    public MarkedFiles(MarkedText marked) {
        int start = 0;
        int within = 0;
        String text = marked.text();
        while (start < text.length()) {
            int line = text.indexOf('\n', start) + 1;
            int next = text.indexOf("\n" + FILE, line);
            int end = next < 0 ? text.length() : next + 1;
            String uri =
                    "file:///" + text.substring(start + FILE.length(), line).strip();
            if (WorkflowFiles.hasWorkflowName(uri)) {
                texts.put(uri, text.substring(line, end));
                index.put(FileEntry.of(open.open(uri, 1, text.substring(line, end))));
            } else {
                files.put(Path.of(OpenTexts.name(uri)), text.substring(line, end));
            }
            if (marked.cursor() >= line && marked.cursor() <= end) {
                withCursor = uri;
                within = marked.cursor() - line;
            }
            start = end;
        }
        cursor = within;
    }

    /** The text with the cursor; the first one without. */
    public Snapshot snapshot() {
        String uri = withCursor.isEmpty() ? texts.firstEntry().getKey() : withCursor;
        Optional<Snapshot> found = open.workflow(uri);
        return found.orElseThrow(() -> new AssertionError("no workflow " + uri));
    }

    /** Where the cursor is in its text. */
    public int cursor() {
        return cursor;
    }

    /** What is known of all. */
    public WorkspaceIndex index() {
        return index;
    }

    /** The files with marks around places, without those that have none. */
    public String mark(List<Spot> spots) {
        StringBuilder all = new StringBuilder();
        texts.forEach((uri, text) -> {
            List<Range> ranges = new ArrayList<>();
            spots.stream().filter(spot -> spot.uri().equals(uri)).forEach(spot -> ranges.add(spot.range()));
            if (!ranges.isEmpty()) {
                all.append(FILE)
                        .append(uri.substring("file:///".length()))
                        .append('\n')
                        .append(MarkedText.mark(text, ranges));
            }
        });
        return all.toString();
    }
}
