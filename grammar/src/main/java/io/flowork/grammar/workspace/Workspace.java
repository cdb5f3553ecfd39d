package io.flowork.grammar.workspace;

import io.flowork.grammar.analysis.Misfit;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.flow.InputFixes;
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
import java.util.ArrayList;
import java.util.Comparator;
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
                case Link.Subflow subflow -> subflow(file, subflow, diagnostics);
                case Link.Function function -> function(file, function, diagnostics);
                case Link.Resource resource -> new FileLinks(files, file, diagnostics).resource(resource);
                case Link.SchemaPart part -> new FileLinks(files, file, diagnostics).part(part);
            }
        }
        file.given().forEach(given -> given(file, given, diagnostics));
        return diagnostics;
    }

    private void duplicate(WorkflowFacts file, Identity identity, List<Diagnostic> diagnostics) {
        for (WorkflowFacts other : byTitle.getOrDefault(identity.title(), List.of())) {
            Identity same = other.identity();
            if (same != null && !other.source().name().equals(file.source().name()) && same.isSame(identity)) {
                diagnostics.add(DiagnosticCode.DUPLICATE_WORKFLOW
                        .at(
                                identity.range(),
                                identity.title() + " in version " + identity.version() + " is also in "
                                        + other.source().name()
                                        + "; which one runs when it is named is not certain, so change the name or the version of one",
                                new Diagnostic.Related(same.range(), "the other one", other.source()))
                        .withFixes(new LinkFixes(file.source()).nextVersion(identity, versions(identity.title()))));
                return;
            }
        }
    }

    private Set<String> versions(String title) {
        Set<String> versions = new TreeSet<>();
        for (WorkflowFacts each : byTitle.getOrDefault(title, List.of())) {
            Identity identity = each.identity();
            if (identity != null) {
                versions.add(identity.version());
            }
        }
        return versions;
    }

    private void subflow(WorkflowFacts file, Link.Subflow link, List<Diagnostic> diagnostics) {
        String title = link.namespace() + "/" + link.name();
        List<WorkflowFacts> candidates = byTitle.getOrDefault(title, List.of());
        if (candidates.isEmpty()) {
            String nearest = Suggestions.nearest(title, byTitle.keySet());
            List<WorkflowFacts> near = nearest == null ? List.of() : byTitle.getOrDefault(nearest, List.of());
            Identity meant = near.isEmpty() ? null : near.getFirst().identity();
            if (meant != null) {
                diagnostics.add(DiagnosticCode.UNKNOWN_WORKFLOW
                        .at(
                                link.range(),
                                "there is no workflow " + title + " here; did you mean " + nearest
                                        + "? If the engine has it, all is well")
                        .withFixes(new LinkFixes(file.source()).workflow(link, meant)));
            }
            return;
        }
        if (resolve(link) == null) {
            Set<String> versions = versions(title);
            diagnostics.add(DiagnosticCode.UNKNOWN_VERSION
                    .at(
                            link.versionRange(),
                            "there is no version " + link.version() + " of " + title + " here; there is "
                                    + String.join(", ", versions))
                    .withFixes(new LinkFixes(file.source())
                            .version(link.versionRange(), link.version(), link.version(), versions)));
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
            List<Diagnostic.Fix> fixes = given.node() == null
                    ? List.of()
                    : InputFixes.of(file.source().text(), given.node(), misfit);
            diagnostics.add(DiagnosticCode.REFUSED_INPUT
                    .at(
                            place,
                            "the input schema of " + identity.title() + " refuses this, so its run always fails: "
                                    + misfit.message(),
                            new Diagnostic.Related(identity.range(), "the workflow", itself ? null : other.source()))
                    .withFixes(fixes));
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
                String written = link.name() + ":" + link.version();
                diagnostics.add(DiagnosticCode.UNKNOWN_VERSION
                        .at(
                                link.range(),
                                "there is no version " + link.version() + " of the function " + link.name() + " in "
                                        + catalog + "; there is " + String.join(", ", found.versions()))
                        .withFixes(new LinkFixes(file.source())
                                .version(link.range(), written, link.version(), found.versions())));
            }
        } else if (link.catalog() != null && found.exists()) {
            String near = Suggestions.nearest(link.name(), found.functions());
            String place = "functions/" + link.name() + "/" + link.version() + "/function.yaml";
            List<Diagnostic.Fix> fixes = near == null
                    ? List.of()
                    : new LinkFixes(file.source())
                            .function(
                                    link,
                                    near,
                                    files.function(file.source(), link.catalog(), near)
                                            .versions());
            diagnostics.add(DiagnosticCode.NOT_IN_CATALOG
                    .at(
                            link.range(),
                            "there is no function " + link.name() + " in " + catalog
                                    + (near == null ? "; it would be in " + place : "; did you mean '" + near + "'?"))
                    .withFixes(fixes));
        } else if (link.catalog() != null && !link.catalog().startsWith("file:")) {
            diagnostics.add(DiagnosticCode.MISSING_FILE.at(
                    link.range(),
                    "there is no folder " + link.catalog()
                            + "/functions beside this file, where the catalog's functions would be"));
        }
    }
}
