package io.flowork.lsp.navigate;

import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workspace.Link;
import io.flowork.grammar.workspace.WorkflowFacts.Identity;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.workspace.FileEntry;
import io.flowork.lsp.workspace.Versions;
import io.flowork.lsp.workspace.WorkspaceIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who runs whom: workflows with the workflows that they run, and functions with the tasks that call them. */
public final class Calls {
    private Calls() {}

    /** What can be called, and calls. */
    public sealed interface Callable {
        /** What people call it. */
        String name();

        /** Where its name stands, or for what is not here the place that names it. */
        Spot spot();

        /**
         * A workflow of a file.
         *
         * @param version its version
         */
        record Workflow(String name, String version, Spot spot) implements Callable {}

        /** A workflow that is in no file that is known: only an engine may have it. */
        record OfEngine(String name, String version, Spot spot) implements Callable {}

        /** A function that a workflow defines for itself. */
        record Function(String name, Spot spot) implements Callable {}
    }

    /**
     * A call.
     *
     * @param other who is called, or calls
     * @param ranges where it is called, in the text of who calls
     */
    public record Call(Callable other, List<Range> ranges) {
        /** Copies the list. */
        public Call {
            ranges = List.copyOf(ranges);
        }
    }

    /** What a place names that can be called: where its own name stands, a workflow that is run, or a function. */
    public static List<Callable> at(Snapshot snapshot, int offset, WorkspaceIndex index) {
        FileEntry own = FileEntry.of(snapshot);
        for (Link link : own.facts().links()) {
            if (link instanceof Link.Subflow subflow && subflow.range().touches(offset)) {
                return called(own, subflow, index);
            }
        }
        Optional<Occurrences> found =
                Occurrences.at(snapshot, offset).filter(names -> names.kind() == Occurrences.Kind.DEFINITION);
        if (found.isPresent()) {
            return functions(snapshot, own).stream()
                    .filter(function ->
                            found.get().declarations().contains(function.spot().range()))
                    .toList();
        }
        Identity identity = own.facts().identity();
        return identity != null && identity.range().touches(offset) ? List.of(workflow(own, identity)) : List.of();
    }

    private static List<Callable> called(FileEntry from, Link.Subflow link, WorkspaceIndex index) {
        List<Callable> found = new ArrayList<>();
        for (FileEntry entry : Versions.meant(link, index.current())) {
            Identity identity = entry.facts().identity();
            if (identity != null) {
                found.add(workflow(entry, identity));
            }
        }
        return found.isEmpty()
                ? List.of(new Callable.OfEngine(
                        link.namespace() + "/" + link.name(), link.version(), Across.spot(from, link.range())))
                : found;
    }

    private static Callable workflow(FileEntry entry, Identity identity) {
        return new Callable.Workflow(identity.title(), identity.version(), Across.spot(entry, identity.range()));
    }

    private static List<Callable> functions(Snapshot snapshot, FileEntry own) {
        List<Callable> functions = new ArrayList<>();
        for (Outline.Definition definition : snapshot.outline().definitions()) {
            if (definition.section() == Shape.Section.FUNCTIONS) {
                functions.add(new Callable.Function(
                        definition.name(), new Spot(own.uri(), own.source(), Outline.text(definition.key()))));
            }
        }
        return functions;
    }

    /** Who calls something, each with where. */
    public static List<Call> incoming(Callable called, WorkspaceIndex index) {
        List<Call> calls = new ArrayList<>();
        List<FileEntry> entries = index.current();
        boolean newest = isNewest(called, entries);
        for (FileEntry entry : entries) {
            Identity identity = entry.facts().identity();
            if (identity == null) {
                continue;
            }
            List<Range> ranges = new ArrayList<>();
            switch (called) {
                case Callable.Workflow workflow ->
                    ranges.addAll(runs(entry, workflow.name(), workflow.version(), newest));
                case Callable.OfEngine workflow ->
                    ranges.addAll(runs(entry, workflow.name(), workflow.version(), newest));
                case Callable.Function function -> {
                    if (entry.uri().equals(function.spot().uri())) {
                        uses(index.snapshot(entry), function.name()).forEach(use -> ranges.add(use));
                    }
                }
            }
            if (!ranges.isEmpty()) {
                calls.add(new Call(workflow(entry, identity), ranges));
            }
        }
        return calls;
    }

    private static boolean isNewest(Callable called, List<FileEntry> entries) {
        return switch (called) {
            case Callable.Workflow workflow -> Versions.isNewest(workflow.name(), workflow.version(), entries);
            case Callable.OfEngine workflow -> Versions.isNewest(workflow.name(), workflow.version(), entries);
            case Callable.Function ignored -> false; // a function has no versions here
        };
    }

    private static List<Range> runs(FileEntry entry, String title, String version, boolean newest) {
        List<Range> ranges = new ArrayList<>();
        for (Link link : entry.facts().links()) {
            if (link instanceof Link.Subflow subflow
                    && title.equals(subflow.namespace() + "/" + subflow.name())
                    && ((newest && Versions.isLatest(subflow.version()))
                            || Versions.isLatest(version)
                            || subflow.version().equals(version))) {
                ranges.add(Across.spot(entry, subflow.range()).range());
            }
        }
        return ranges;
    }

    private static List<Range> uses(Snapshot snapshot, String function) {
        return snapshot.outline().uses().stream()
                .filter(use -> use.section() == Shape.Section.FUNCTIONS
                        && use.node().text().equals(function))
                .map(use -> Outline.text(use.node()))
                .toList();
    }

    /** Whom something calls, each with where. */
    public static List<Call> outgoing(Callable caller, WorkspaceIndex index) {
        FileEntry entry = index.current().stream()
                .filter(each -> each.uri().equals(caller.spot().uri()))
                .findAny()
                .orElse(null);
        if (entry == null || caller instanceof Callable.OfEngine) {
            return List.of();
        }
        Snapshot snapshot = index.snapshot(entry);
        Range within = caller instanceof Callable.Function function
                ? body(snapshot, function)
                : new Range(0, entry.source().text().length());
        Map<Callable, List<Range>> calls = new LinkedHashMap<>();
        for (Link link : entry.facts().links()) {
            if (link instanceof Link.Subflow subflow
                    && within.touches(subflow.range().start())) {
                for (Callable called : called(entry, subflow, index)) {
                    calls.computeIfAbsent(called, same -> new ArrayList<>())
                            .add(Across.spot(entry, subflow.range()).range());
                }
            }
        }
        for (Callable function : functions(snapshot, entry)) {
            for (Range use : uses(snapshot, function.name())) {
                if (within.touches(use.start())) {
                    calls.computeIfAbsent(function, same -> new ArrayList<>()).add(use);
                }
            }
        }
        return calls.entrySet().stream()
                .map(call -> new Call(call.getKey(), call.getValue()))
                .toList();
    }

    private static Range body(Snapshot snapshot, Callable.Function function) {
        return snapshot.outline().definitions().stream()
                .filter(definition ->
                        Outline.text(definition.key()).equals(function.spot().range()))
                .map(definition -> definition.value().range())
                .findAny()
                .orElse(function.spot().range());
    }
}
