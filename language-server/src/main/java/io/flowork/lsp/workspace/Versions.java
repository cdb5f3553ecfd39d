package io.flowork.lsp.workspace;

import io.flowork.grammar.workflow.SemanticVersion;
import io.flowork.grammar.workspace.Link;
import io.flowork.grammar.workspace.WorkflowFacts.Identity;
import java.util.ArrayList;
import java.util.List;

/** Which of several versions of a workflow is meant. An engine may have newer ones than there are files. */
public final class Versions {
    private static final String LATEST = "latest";

    private Versions() {}

    /** Whether a version is whichever is the newest. */
    public static boolean isLatest(String version) {
        return version.equals(LATEST);
    }

    /** The workflows that a task may run, in the given order: several if files repeat each other. */
    public static List<FileEntry> meant(Link.Subflow link, List<FileEntry> entries) {
        return meant(link.namespace() + "/" + link.name(), link.version(), entries);
    }

    /**
     * The workflows that a name and a version may mean, in the given order: several if files repeat each other.
     *
     * @param title namespace and name
     * @param version a version, or {@code latest}
     */
    public static List<FileEntry> meant(String title, String version, List<FileEntry> entries) {
        List<FileEntry> meant = new ArrayList<>();
        String newest = "";
        for (FileEntry entry : entries) {
            Identity identity = entry.facts().identity();
            if (identity == null || !identity.title().equals(title)) {
                continue;
            }
            if (isLatest(version)) {
                int order = meant.isEmpty() ? 1 : SemanticVersion.compare(identity.version(), newest);
                if (order > 0) {
                    meant.clear();
                    newest = identity.version();
                }
                if (order >= 0) {
                    meant.add(entry);
                }
            } else if (identity.version().equals(version)) {
                meant.add(entry);
            }
        }
        return meant;
    }

    /** Whether no file has a newer version of a workflow. */
    public static boolean isNewest(String title, String version, List<FileEntry> entries) {
        return isLatest(version)
                || meant(title, LATEST, entries).stream().allMatch(entry -> {
                    Identity identity = entry.facts().identity();
                    return identity == null || SemanticVersion.compare(identity.version(), version) <= 0;
                });
    }
}
