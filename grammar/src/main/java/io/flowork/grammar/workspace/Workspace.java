package io.flowork.grammar.workspace;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.text.Suggestions;
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
                case Link.Subflow subflow -> subflow(subflow, diagnostics);
                case Link.Function function -> function(file, function, diagnostics);
                case Link.Resource resource -> resource(file, resource, diagnostics);
            }
        }
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
        boolean certain = !link.version().equals(LATEST)
                || byTitle.getOrDefault(link.namespace() + "/" + link.name(), List.of())
                                .size()
                        == 1;
        WorkflowFacts next = certain ? resolve(link) : null;
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

    private void function(WorkflowFacts file, Link.Function link, List<Diagnostic> diagnostics) {
        List<String> versions = files.functionVersions(file.source(), link.name());
        if (!versions.isEmpty() && !versions.contains(link.version())) {
            diagnostics.add(DiagnosticCode.UNKNOWN_VERSION.at(
                    link.range(),
                    "there is no version " + link.version() + " of the function " + link.name()
                            + " in the folder 'functions'; there is " + String.join(", ", versions)));
        }
    }

    private void resource(WorkflowFacts file, Link.Resource link, List<Diagnostic> diagnostics) {
        SourceText from = file.source();
        if (!files.exists(from, link.path())) {
            diagnostics.add(DiagnosticCode.MISSING_FILE.at(
                    link.range(), "there is no file " + link.path() + " beside this one; check the path"));
        } else if (link.schema()) {
            files.schemaProblem(from, link.path())
                    .ifPresent(problem ->
                            diagnostics.add(DiagnosticCode.BAD_SCHEMA.at(link.range(), link.path() + ": " + problem)));
        }
    }
}
