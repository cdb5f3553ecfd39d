package io.flowork.grammar.workspace;

import io.flowork.grammar.analysis.Misfit;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.flow.Places;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.schema.SchemaReferences;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.Suggestions;
import io.flowork.grammar.types.SchemaTypes;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.workflow.SchemaSpec;
import io.flowork.grammar.workflow.Template;
import io.flowork.grammar.workspace.LinkedFiles.SchemaFile;
import io.flowork.grammar.workspace.WorkflowFacts.Identity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The workflow files that are known together. A file is put in again when it changes, and then only the files that are
 * looked at need another check. An engine may know more workflows than there are files, so that one is not here proves
 * nothing; that another version of it is, or a name like it, is worth saying.
 */
public final class Workspace {
    private static final String LATEST = "latest";
    private static final int MOST_FILES = 200;

    private final LinkedFiles files;
    private final Map<String, WorkflowFacts> facts = new TreeMap<>();
    private final Map<String, List<WorkflowFacts>> byTitle = new LinkedHashMap<>();

    /** A workspace without any file. */
    public Workspace(LinkedFiles files) {
        this.files = files;
    }

    /** Takes in a file, in place of what was known of it by the same name. */
    public void put(WorkflowFacts file) {
        remove(file.source().name());
        facts.put(file.source().name(), file);
        Identity identity = file.identity();
        if (identity != null) {
            List<WorkflowFacts> same = byTitle.computeIfAbsent(identity.title(), key -> new ArrayList<>());
            same.add(file);
            same.sort(Comparator.comparing(each -> each.source().name()));
        }
    }

    /** Forgets a file. */
    public void remove(String name) {
        WorkflowFacts known = facts.remove(name);
        Identity identity = known == null ? null : known.identity();
        if (identity != null) {
            List<WorkflowFacts> same = byTitle.getOrDefault(identity.title(), List.of());
            same.remove(known);
            if (same.isEmpty()) {
                byTitle.remove(identity.title());
            }
        }
    }

    /** What is wrong with a file among the others. */
    public List<Diagnostic> check(WorkflowFacts file) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        Identity identity = file.identity();
        if (identity != null) {
            duplicate(file, identity, diagnostics);
            endless(file, identity, diagnostics);
        }
        for (Link link : file.links()) {
            switch (link) {
                case Link.Subflow subflow -> subflow(subflow, diagnostics);
                case Link.Function function -> function(file, function, diagnostics);
                case Link.Resource resource -> resource(file, resource, diagnostics);
                case Link.SchemaPart part -> part(file, part, diagnostics);
            }
        }
        file.given().forEach(given -> given(file, given, diagnostics));
        return diagnostics;
    }

    private void duplicate(WorkflowFacts file, Identity identity, List<Diagnostic> diagnostics) {
        for (WorkflowFacts other : byTitle.getOrDefault(identity.title(), List.of())) {
            Identity same = other.identity();
            if (same != null && !other.source().name().equals(file.source().name()) && same.isSame(identity)) {
                diagnostics.add(DiagnosticCode.DUPLICATE_WORKFLOW.at(
                        identity.range(),
                        identity.title() + " in version " + identity.version() + " is also in "
                                + other.source().name()
                                + "; which one runs when it is named is not certain, so change the name or the version of one",
                        new Diagnostic.Related(same.range(), "the other one", other.source())));
                return;
            }
        }
    }

    private void subflow(Link.Subflow link, List<Diagnostic> diagnostics) {
        String title = link.namespace() + "/" + link.name();
        List<WorkflowFacts> candidates = byTitle.getOrDefault(title, List.of());
        if (candidates.isEmpty()) {
            String nearest = Suggestions.nearest(title, byTitle.keySet());
            if (nearest != null) {
                diagnostics.add(DiagnosticCode.UNKNOWN_WORKFLOW.at(
                        link.range(),
                        "there is no workflow " + title + " here; did you mean " + nearest
                                + "? If the engine has it, all is well"));
            }
            return;
        }
        if (resolve(link) == null) {
            Set<String> versions = new TreeSet<>();
            for (WorkflowFacts candidate : candidates) {
                Identity identity = candidate.identity();
                if (identity != null) {
                    versions.add(identity.version());
                }
            }
            diagnostics.add(DiagnosticCode.UNKNOWN_VERSION.at(
                    link.versionRange(),
                    "there is no version " + link.version() + " of " + title + " here; there is "
                            + String.join(", ", versions)));
        }
    }

    private @Nullable WorkflowFacts resolve(Link.Subflow link) {
        List<WorkflowFacts> candidates = byTitle.getOrDefault(link.namespace() + "/" + link.name(), List.of());
        if (link.version().equals(LATEST)) {
            // With several versions the newest counts; which one that is matters here only when there is just one.
            return candidates.isEmpty() ? null : candidates.getFirst();
        }
        for (WorkflowFacts candidate : candidates) {
            Identity identity = candidate.identity();
            if (identity != null && identity.version().equals(link.version())) {
                return candidate;
            }
        }
        return null;
    }

    /** Whether it is certain which file is meant. */
    private boolean isCertain(Link.Subflow link) {
        return !link.version().equals(LATEST)
                || byTitle.getOrDefault(link.namespace() + "/" + link.name(), List.of())
                                .size()
                        == 1;
    }

    /** Reports a sub-workflow that leads back to this workflow, and so on forever. */
    private void endless(WorkflowFacts file, Identity identity, List<Diagnostic> diagnostics) {
        for (Link.Subflow link : file.always()) {
            List<String> way = way(link, file, new HashSet<>());
            if (way != null) {
                diagnostics.add(DiagnosticCode.ENDLESS_SUBFLOW.at(
                        link.range(),
                        "each run of " + identity.title() + " runs it again: " + identity.title() + " → "
                                + String.join(" → ", way) + "; it never ends. Give a task on the way a condition"));
                return;
            }
        }
    }

    private @Nullable List<String> way(Link.Subflow link, WorkflowFacts end, Set<String> seen) {
        WorkflowFacts next = isCertain(link) ? resolve(link) : null;
        if (next == null || !seen.add(next.source().name())) {
            return null;
        }
        List<String> way = new ArrayList<>(List.of(link.namespace() + "/" + link.name()));
        if (next.source().name().equals(end.source().name())) {
            return way;
        }
        for (Link.Subflow further : next.always()) {
            List<String> rest = way(further, end, seen);
            if (rest != null) {
                way.addAll(rest);
                return way;
            }
        }
        return null;
    }

    private void given(WorkflowFacts file, WorkflowFacts.Given given, List<Diagnostic> diagnostics) {
        Link.Subflow to = given.to();
        WorkflowFacts other = isCertain(to) ? resolve(to) : null;
        Identity identity = other == null ? null : other.identity();
        if (other == null || identity == null) {
            return;
        }
        JsonValue input = input(other);
        Misfit misfit = Misfit.of(given.type(), input == null ? Type.UNKNOWN : SchemaTypes.of(input, true));
        if (misfit != null) {
            Range place = given.node() == null ? to.range() : Places.nearest(given.node(), misfit.path());
            boolean itself = other.source().name().equals(file.source().name());
            diagnostics.add(DiagnosticCode.REFUSED_INPUT.at(
                    place,
                    "the input schema of " + identity.title() + " refuses this, so its run always fails: "
                            + misfit.message(),
                    new Diagnostic.Related(identity.range(), "the workflow", itself ? null : other.source())));
        }
    }

    /** The JSON Schema of what a workflow must be given, in its file or another; null if there is none that can be read. */
    public @Nullable JsonValue input(WorkflowFacts file) {
        return switch (file.input()) {
            case null -> null;
            case SchemaSpec.Inline inline -> inline.document();
            case SchemaSpec.External external ->
                external.resource().endpoint() instanceof Template.Literal literal
                                && literal.value() instanceof JsonString path
                                && SchemaReferences.resolve("", path.value()) != null
                                && files.schema(file.source(), path.value()) instanceof SchemaFile.Usable schema
                        ? schema.document()
                        : null;
        };
    }

    private void function(WorkflowFacts file, Link.Function link, List<Diagnostic> diagnostics) {
        LinkedFiles.Catalogued found = files.function(file.source(), link.catalog(), link.name());
        String catalog = link.catalog() == null ? "the folder 'functions'" : "the catalog " + link.catalog();
        if (!found.versions().isEmpty()) {
            if (!found.versions().contains(link.version())) {
                diagnostics.add(DiagnosticCode.UNKNOWN_VERSION.at(
                        link.range(),
                        "there is no version " + link.version() + " of the function " + link.name() + " in " + catalog
                                + "; there is " + String.join(", ", found.versions())));
            }
        } else if (link.catalog() != null && found.exists()) {
            String near = Suggestions.didYouMean(link.name(), found.functions());
            String place = "functions/" + link.name() + "/" + link.version() + "/function.yaml";
            diagnostics.add(DiagnosticCode.NOT_IN_CATALOG.at(
                    link.range(),
                    "there is no function " + link.name() + " in " + catalog
                            + (near.isEmpty() ? "; it would be in " + place : near)));
        } else if (link.catalog() != null && !link.catalog().startsWith("file:")) {
            diagnostics.add(DiagnosticCode.MISSING_FILE.at(
                    link.range(),
                    "there is no folder " + link.catalog()
                            + "/functions beside this file, where the catalog's functions would be"));
        }
    }

    private void resource(WorkflowFacts file, Link.Resource link, List<Diagnostic> diagnostics) {
        if (link.schema()) {
            schema(file, link.path(), "", link.range(), diagnostics);
        } else if (isOutside(link.path()) || !files.exists(file.source(), link.path())) {
            diagnostics.add(DiagnosticCode.MISSING_FILE.at(link.range(), missing(link.path())));
        }
    }

    private void part(WorkflowFacts file, Link.SchemaPart link, List<Diagnostic> diagnostics) {
        SchemaReferences.Reference reference = link.reference();
        if (reference.elsewhere()) {
            diagnostics.add(DiagnosticCode.NOT_FOLLOWED.at(link.range(), notFollowed(reference)));
        } else if (reference.file() != null) {
            schema(file, reference.file(), reference.fragment(), link.range(), diagnostics);
        } else if (!link.exists()) {
            diagnostics.add(DiagnosticCode.NOWHERE.at(
                    link.range(),
                    "there is nothing at #" + reference.fragment() + " in this schema; check the reference"));
        }
    }

    /** Checks a schema in a file and those it refers to. The first problem counts: what comes of it is no other one. */
    private void schema(WorkflowFacts file, String first, String fragment, Range range, List<Diagnostic> diagnostics) {
        Deque<Wanted> left = new ArrayDeque<>(List.of(new Wanted(first, fragment, "")));
        Set<String> seen = new HashSet<>();
        while (!left.isEmpty() && seen.size() < MOST_FILES) {
            Wanted wanted = left.remove();
            SchemaFile found =
                    isOutside(wanted.path) ? new SchemaFile.Missing() : files.schema(file.source(), wanted.path);
            Diagnostic problem = switch (found) {
                case SchemaFile.Missing none -> DiagnosticCode.MISSING_FILE.at(range, wanted.by + missing(wanted.path));
                case SchemaFile.Unusable no ->
                    DiagnosticCode.BAD_SCHEMA.at(range, wanted.by + wanted.path + ": " + no.problem());
                case SchemaFile.Usable usable -> {
                    if (!SchemaReferences.leads(usable.document(), wanted.fragment)) {
                        yield DiagnosticCode.NOWHERE.at(
                                range,
                                wanted.by + "there is nothing at #" + wanted.fragment + " in " + wanted.path
                                        + "; check the reference");
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

    private static String missing(String path) {
        return isOutside(path)
                ? path + " is outside the folder of the workflow, so no run may read it; keep it in the folder or below"
                : "there is no file " + path + " beside this one; check the path";
    }
}
