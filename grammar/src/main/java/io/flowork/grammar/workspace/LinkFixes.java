package io.flowork.grammar.workspace;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.diagnostic.Diagnostic.Fix;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.text.Suggestions;
import io.flowork.grammar.workflow.SemanticVersion;
import io.flowork.grammar.workspace.WorkflowFacts.Identity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may have been meant by the names of what is not there. Somebody has to choose: that the files have it does not say
 * that it was meant, and an engine may have more than the files.
 */
final class LinkFixes {
    private static final int MOST_VERSIONS = 5;

    /** What can stand in any kind of quotes, or in none, and is a text there. */
    private static final Pattern PLAIN = Pattern.compile("(?!(?i:true|false|null|yes|no|on|off)$)"
            + "(?=.*[A-Za-z/]|\\d+\\.\\d+\\.\\d)(?!\\d+(?:\\.\\d*)?[eE][-+]?\\d+$)(?!0[xob])"
            + "[\\w./$][\\w./:@$~+-]*(?:#[\\w./$~-]*)?");

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})");

    private final SourceText source;

    /** Fixes of a text. */
    LinkFixes(SourceText source) {
        this.source = source;
    }

    /** The versions that are there, newest first. */
    static List<String> newestFirst(Collection<String> versions) {
        return versions.stream()
                .distinct()
                .sorted((one, other) -> SemanticVersion.compare(other, one))
                .toList();
    }

    /**
     * Another version where one is named that is not there.
     *
     * @param range where it is named
     * @param written what is written there: the version itself or with a name before it
     * @param version the version in it
     * @param known those that are there
     */
    List<Fix> version(Range range, String written, String version, Collection<String> known) {
        String before = written.substring(0, written.length() - version.length());
        List<Fix> fixes = new ArrayList<>();
        for (String each : newestFirst(known)) {
            Edit edit = edit(range, written, before + each);
            if (edit != null && fixes.size() < MOST_VERSIONS) {
                fixes.add(new Fix("Change to version " + each, List.of(edit)));
            }
        }
        return fixes;
    }

    /** Another workflow, by namespace and name. */
    List<Fix> workflow(Link.Subflow link, Identity meant) {
        List<Edit> edits = new ArrayList<>();
        boolean possible = change(edits, link.namespaceRange(), link.namespace(), meant.namespace())
                && change(edits, link.range(), link.name(), meant.name());
        return possible ? List.of(new Fix("Change to '" + meant.title() + "'", edits)) : List.of();
    }

    private boolean change(List<Edit> edits, Range range, String written, String meant) {
        Edit edit = written.equals(meant) ? null : edit(range, written, meant);
        if (edit != null) {
            edits.add(edit);
        }
        return edit != null || written.equals(meant);
    }

    /**
     * The next version that no other file has.
     *
     * @param taken those that are there
     */
    List<Fix> nextVersion(Identity own, Set<String> taken) {
        Matcher numbers = NUMBERS.matcher(own.version());
        if (!numbers.matches()) {
            return List.of();
        }
        int patch = Integer.parseInt(numbers.group(3)) + 1;
        while (taken.contains(version(numbers, patch))) {
            patch++;
        }
        String next = version(numbers, patch);
        return replaced("Make it version " + next, own.versionRange(), own.version(), next);
    }

    private static String version(Matcher numbers, int patch) {
        return numbers.group(1) + "." + numbers.group(2) + "." + patch;
    }

    /**
     * Another function of a catalog, in a version that it has.
     *
     * @param versions those of the other function
     */
    List<Fix> function(Link.Function link, String name, List<String> versions) {
        String version = versions.contains(link.version()) || versions.isEmpty()
                ? link.version()
                : newestFirst(versions).getFirst();
        String meant = name + ":" + version;
        return replaced("Change to '" + meant + "'", link.range(), link.name() + ":" + link.version(), meant);
    }

    /**
     * The file beside the one that is named which has a name like it.
     *
     * @param siblings the names of the files in the folder
     * @return its path as it is to be written; null if there is none
     */
    static @Nullable String near(String path, List<String> siblings) {
        int name = path.lastIndexOf('/') + 1;
        String nearest = Suggestions.nearest(path.substring(name), siblings);
        return nearest == null ? null : path.substring(0, name) + nearest;
    }

    /** Another text in place of a part of what is written; nothing if it would have to be written otherwise. */
    List<Fix> replaced(Range range, String written, String meant) {
        return replaced("Change to '" + meant + "'", range, written, meant);
    }

    /** The same with a title of its own. */
    List<Fix> replaced(String title, Range range, String written, String meant) {
        Edit edit = edit(range, written, meant);
        return edit == null ? List.of() : List.of(new Fix(title, List.of(edit)));
    }

    private @Nullable Edit edit(Range range, String written, String meant) {
        int at = source.text(range).indexOf(written);
        return at < 0 || !PLAIN.matcher(meant).matches()
                ? null
                : new Edit(new Range(range.start() + at, range.start() + at + written.length()), meant);
    }
}
