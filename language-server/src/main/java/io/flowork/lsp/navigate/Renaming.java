package io.flowork.lsp.navigate;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.text.Range;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.outline.Outline;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Gives a name's thing another name, in all places that it stands in. */
public final class Renaming {
    private static final Pattern JQ_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_. /-]*[A-Za-z0-9_./-])?");

    private Renaming() {}

    /** Thrown when a name cannot be given; the message says why. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * The changes that give a new name.
     *
     * @param found the name with its places
     * @param name the new name, without a {@code $}
     * @throws RefusedException if the name means something else there, or cannot be written
     */
    public static List<Edit> edits(Snapshot snapshot, Occurrences found, String name) throws RefusedException {
        String wanted = name.startsWith("$") ? name.substring(1) : name;
        switch (found.kind()) {
            case TASK -> {
                plain(wanted);
                if (List.of("continue", "exit", "end").contains(wanted)) {
                    throw new RefusedException("'" + wanted + "' says where to go on, so no task can be called that");
                }
                taken(snapshot, found, wanted);
            }
            case DEFINITION -> {
                plain(wanted);
                defined(snapshot, found, wanted);
            }
            case TASK_VARIABLE, JQ -> {
                if (!JQ_NAME.matcher(wanted).matches()) {
                    throw new RefusedException(
                            "a name in an expression has letters, digits and _ only, and begins with no digit");
                }
            }
        }
        List<Edit> edits = new ArrayList<>();
        for (Range range : found.all()) {
            boolean variable = snapshot.source().text(range).startsWith("$");
            edits.add(new Edit(range, (variable ? "$" : "") + wanted));
        }
        return edits;
    }

    private static void plain(String name) throws RefusedException {
        if (!PLAIN.matcher(name).matches()) {
            throw new RefusedException("'" + name + "' is no name; use letters, digits, and . _ / - or blanks inside");
        }
    }

    private static void taken(Snapshot snapshot, Occurrences found, String name) throws RefusedException {
        List<Outline.TaskName> tasks = snapshot.outline().tasks();
        for (Outline.TaskName own : tasks) {
            if (found.declarations().stream()
                    .noneMatch(at -> at.touches(own.key().range().start() + 1))) {
                continue;
            }
            for (Outline.TaskName other : tasks) {
                if (other.list() == own.list()
                        && other.name().equals(name)
                        && !other.key().range().equals(own.key().range())) {
                    throw new RefusedException("there is already a task '" + name + "' in this list");
                }
            }
        }
    }

    private static void defined(Snapshot snapshot, Occurrences found, String name) throws RefusedException {
        List<Outline.Definition> definitions = snapshot.outline().definitions();
        for (Outline.Definition own : definitions) {
            if (own.name().equals(found.name())
                    && found.declarations().stream()
                            .anyMatch(at -> own.key().range().touches(at.start()))) {
                for (Outline.Definition other : definitions) {
                    if (other.section() == own.section() && other.name().equals(name)) {
                        throw new RefusedException(
                                "there is already a " + own.section().noun() + " '" + name + "'");
                    }
                }
            }
        }
    }
}
