package io.flowork.lsp.navigate;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workspace.Link;
import io.flowork.lsp.document.OpenTexts;
import io.flowork.lsp.workspace.FileEntry;
import io.flowork.lsp.workspace.WorkspaceIndex;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Paths of files in workflows, which must follow when files move. */
public final class FilePaths {
    private FilePaths() {}

    /** The relative path that something outside is named by; null if it is not named by a path. */
    static @Nullable String path(Link link) {
        return switch (link) {
            case Link.Resource resource -> resource.path();
            case Link.SchemaPart part -> part.reference().file();
            case Link.Subflow ignored -> null;
            case Link.Function ignored -> null;
        };
    }

    /**
     * The changes that keep paths right when files or folders move.
     *
     * @param moves new places by old ones
     * @return the changes by file, as it is called before the move
     */
    public static Map<FileEntry, List<Edit>> edits(Map<Path, Path> moves, WorkspaceIndex index) {
        Map<FileEntry, List<Edit>> all = new LinkedHashMap<>();
        for (FileEntry entry : index.current()) {
            Path own = OpenTexts.file(entry.name()).orElse(null);
            if (own == null) {
                continue; // no file, so it names none
            }
            List<Edit> edits = new ArrayList<>();
            for (Link link : entry.facts().links()) {
                String path = path(link);
                Path target = path == null ? null : index.file(entry, path).orElse(null);
                Path from = moved(own, moves).getParent();
                if (path != null && target != null && from != null) {
                    String wanted =
                            from.relativize(moved(target, moves)).toString().replace('\\', '/');
                    if (!Path.of(wanted).equals(Path.of(path).normalize())) {
                        edit(entry, link.range(), path, wanted, edits);
                    }
                }
            }
            if (!edits.isEmpty()) {
                all.put(entry, edits);
            }
        }
        return all;
    }

    /** Replaces the path within the text that names it; a fragment behind it stays. */
    private static void edit(FileEntry entry, Range range, String path, String wanted, List<Edit> edits) {
        int at = entry.source().text(range).indexOf(path);
        if (at >= 0) {
            int start = range.start() + at;
            edits.add(new Edit(new Range(start, start + path.length()), wanted));
        }
    }

    /** Where a file is after the moves, of which the innermost counts. */
    private static Path moved(Path file, Map<Path, Path> moves) {
        for (Path at = file; at != null; at = at.getParent()) {
            Path to = moves.get(at);
            if (to != null) {
                return to.resolve(at.relativize(file)).normalize();
            }
        }
        return file;
    }
}
