package io.flowork.grammar.workspace;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.schema.SchemaReferences;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workspace.LinkedFiles.SchemaFile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the files beside a workflow that it names, and what schemas refer to. */
final class FileLinks {
    private static final int MOST_FILES = 200;

    private final LinkedFiles files;
    private final WorkflowFacts file;
    private final List<Diagnostic> diagnostics;

    /**
     * Checks of a file.
     *
     * @param diagnostics where to say what is wrong
     */
    FileLinks(LinkedFiles files, WorkflowFacts file, List<Diagnostic> diagnostics) {
        this.files = files;
        this.file = file;
        this.diagnostics = diagnostics;
    }

    void resource(Link.Resource link) {
        if (link.schema()) {
            schema(link.path(), "", link.range());
        } else if (isOutside(link.path()) || !files.exists(file.source(), link.path())) {
            diagnostics.add(missing(link.path(), link.range(), ""));
        }
    }

    void part(Link.SchemaPart link) {
        SchemaReferences.Reference reference = link.reference();
        if (reference.elsewhere()) {
            diagnostics.add(DiagnosticCode.NOT_FOLLOWED.at(link.range(), notFollowed(reference)));
        } else if (reference.file() != null) {
            schema(reference.file(), reference.fragment(), link.range());
        } else if (!link.exists()) {
            diagnostics.add(nowhere(link.range(), "", reference.fragment(), "this schema", link.meant()));
        }
    }

    /** Checks a schema in a file and those it refers to. The first problem counts: what comes of it is no other one. */
    private void schema(String first, String fragment, Range range) {
        Deque<Wanted> left = new ArrayDeque<>(List.of(new Wanted(first, fragment, "")));
        Set<String> seen = new HashSet<>();
        while (!left.isEmpty() && seen.size() < MOST_FILES) {
            Wanted wanted = left.remove();
            SchemaFile found =
                    isOutside(wanted.path) ? new SchemaFile.Missing() : files.schema(file.source(), wanted.path);
            Diagnostic problem = switch (found) {
                case SchemaFile.Missing none -> missing(wanted.path, range, wanted.by);
                case SchemaFile.Unusable no ->
                    DiagnosticCode.BAD_SCHEMA.at(range, wanted.by + wanted.path + ": " + no.problem());
                case SchemaFile.Usable usable -> {
                    if (!SchemaReferences.leads(usable.document(), wanted.fragment)) {
                        String meant = SchemaReferences.nearest(usable.document(), wanted.fragment);
                        yield nowhere(range, wanted.by, wanted.fragment, wanted.path, meant);
                    }
                    yield seen.add(wanted.path) ? follow(wanted.path, usable.document(), range, left) : null;
                }
            };
            if (problem != null) {
                boolean known =
                        diagnostics.stream().anyMatch(other -> other.message().equals(problem.message()));
                if (wanted.by.isEmpty() || !known) { // a file that is wrong is so for all who refer to it
                    diagnostics.add(problem);
                }
                return;
            }
        }
    }

    /** A schema that is looked for, and who refers to it. */
    private record Wanted(String path, String fragment, String by) {}

    private static @Nullable Diagnostic follow(String path, JsonValue schema, Range range, Deque<Wanted> left) {
        for (SchemaReferences.Reference next : SchemaReferences.of(schema, path)) {
            String by = "in " + path + " at " + next.pointer() + ": ";
            if (next.elsewhere()) {
                return DiagnosticCode.NOT_FOLLOWED.at(range, by + notFollowed(next));
            }
            left.add(new Wanted(next.file() == null ? path : next.file(), next.fragment(), by));
        }
        return null;
    }

    private static String notFollowed(SchemaReferences.Reference reference) {
        return "no run follows " + reference.text()
                + ", so it fails where the reference counts; keep that schema in a file" + " beside this one";
    }

    private static boolean isOutside(String path) {
        String way = SchemaReferences.resolve("", path);
        return way != null && way.startsWith("../");
    }

    /**
     * A file that is not there, or where no run may read it.
     *
     * @param by who refers to it, when that is not the workflow; else empty
     */
    private Diagnostic missing(String path, Range range, String by) {
        if (isOutside(path)) {
            return DiagnosticCode.MISSING_FILE.at(
                    range,
                    by + path
                            + " is outside the folder of the workflow, so no run may read it; keep it in the folder or"
                            + " below");
        }
        String near = LinkFixes.near(path, files.siblings(file.source(), path));
        Diagnostic missing = DiagnosticCode.MISSING_FILE.at(
                range,
                by + "there is no file " + path + " beside this one; "
                        + (near == null ? "check the path" : "did you mean '" + near + "'?"));
        return near == null || !by.isEmpty()
                ? missing
                : missing.withFixes(new LinkFixes(file.source()).replaced(range, path, near));
    }

    private Diagnostic nowhere(Range range, String by, String fragment, String where, @Nullable String meant) {
        Diagnostic nowhere = DiagnosticCode.NOWHERE.at(
                range,
                by + "there is nothing at #" + fragment + " in " + where + "; "
                        + (meant == null ? "check the reference" : "did you mean '#" + meant + "'?"));
        return meant == null || !by.isEmpty()
                ? nowhere
                : nowhere.withFixes(
                        new LinkFixes(file.source()).replaced("Change to '#" + meant + "'", range, fragment, meant));
    }
}
