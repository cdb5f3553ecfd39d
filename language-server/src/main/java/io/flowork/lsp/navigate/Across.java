package io.flowork.lsp.navigate;

import io.flowork.grammar.flow.Places;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workspace.Link;
import io.flowork.grammar.workspace.WorkflowFacts.Identity;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.YamlReader;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.workspace.FileEntry;
import io.flowork.lsp.workspace.Versions;
import io.flowork.lsp.workspace.WorkspaceIndex;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A name that files share, with all places that it stands in.
 *
 * @param kind what it names
 * @param name the name: of a workflow with its namespace
 * @param here the place that was asked about
 * @param declarations where it is given
 * @param uses where it is used
 */
public record Across(Kind kind, String name, Range here, List<Spot> declarations, List<Spot> uses) {
    /** In place of a version. */
    private static final String ALL = "";

    /** Copies the lists. */
    public Across {
        declarations = List.copyOf(declarations);
        uses = List.copyOf(uses);
    }

    /** What a name stands for. */
    public enum Kind {
        /** Something of one text. */
        LOCAL,
        /** A workflow, in all its versions. */
        WORKFLOW,
        /** A type of events: given where they are emitted, used where they are waited for. */
        EVENT,
        /** A function of a catalog. */
        FUNCTION,
        /** A file beside the workflow. */
        FILE
    }

    /** Whether the name can be changed where it stands: what is named after a file follows the file. */
    public boolean isRenamableAt(int offset) {
        return here.touches(offset) && kind != Kind.FUNCTION && kind != Kind.FILE;
    }

    /** Declarations and uses. */
    public List<Spot> all() {
        return Stream.concat(declarations.stream(), uses.stream()).distinct().toList();
    }

    /** The name at a place, of the text itself or one that files share. */
    public static Optional<Across> anyAt(Snapshot snapshot, int offset, WorkspaceIndex index) {
        Optional<Occurrences> local = Occurrences.at(snapshot, offset);
        return local.isPresent()
                ? local.map(found -> new Across(
                        Kind.LOCAL,
                        found.name(),
                        found.here(),
                        spots(snapshot, found.origins()),
                        spots(snapshot, found.uses())))
                : at(snapshot, offset, index);
    }

    private static List<Spot> spots(Snapshot snapshot, List<Range> ranges) {
        return ranges.stream()
                .map(range -> new Spot(snapshot.uri(), snapshot.source(), range))
                .toList();
    }

    /** The name at a place, if there is one that files share. */
    public static Optional<Across> at(Snapshot snapshot, int offset, WorkspaceIndex index) {
        FileEntry own = FileEntry.of(snapshot);
        Identity identity = own.facts().identity();
        if (identity != null && identity.range().touches(offset)) {
            return Optional.of(workflow(identity.title(), ALL, plain(own, identity.range()), index));
        }
        for (Link link : own.facts().links()) {
            if (link.range().touches(offset)
                    || (link instanceof Link.Subflow subflow
                            && subflow.versionRange().touches(offset))) {
                return Optional.of(link(own, link, index));
            }
        }
        for (Outline.EventType event : own.events()) {
            if (event.range().touches(offset)) {
                return Optional.of(event(event, index));
            }
        }
        return Optional.empty();
    }

    private static Across link(FileEntry own, Link link, WorkspaceIndex index) {
        Range here = plain(own, link.range());
        return switch (link) {
            case Link.Subflow subflow ->
                workflow(subflow.namespace() + "/" + subflow.name(), subflow.version(), here, index);
            case Link.Function function ->
                new Across(
                        Kind.FUNCTION,
                        function.name() + ":" + function.version(),
                        here,
                        index.file(own, function).stream()
                                .flatMap(file -> whole(file, index).stream())
                                .toList(),
                        uses(function, own, index));
            case Link.Resource resource -> file(own, resource.path(), "", here, index);
            case Link.SchemaPart part -> {
                String path = part.reference().file();
                yield path == null
                        ? new Across(Kind.FILE, part.reference().text(), here, List.of(), List.of())
                        : file(own, path, part.reference().fragment(), here, index);
            }
        };
    }

    /**
     * What files use of each other.
     *
     * @param workflows those that are run: their names with their namespaces
     * @param events the types of those that are waited for
     */
    public record Used(Set<String> workflows, Set<String> events) {
        /** What the files of an index use, as they are now. */
        public static Used in(WorkspaceIndex index) {
            Set<String> workflows = new HashSet<>();
            Set<String> events = new HashSet<>();
            for (FileEntry entry : index.current()) {
                for (Link link : entry.facts().links()) {
                    if (link instanceof Link.Subflow subflow) {
                        workflows.add(subflow.namespace() + "/" + subflow.name());
                    }
                }
                for (Outline.EventType event : entry.events()) {
                    if (!event.emitted()) {
                        events.add(event.type());
                    }
                }
            }
            return new Used(workflows, events);
        }
    }

    /** A workflow in all its versions. */
    static Across versions(String title, WorkspaceIndex index) {
        return workflow(title, ALL, new Range(0, 0), index);
    }

    private static Across workflow(String title, String version, Range here, WorkspaceIndex index) {
        List<Spot> declarations = new ArrayList<>();
        List<Spot> uses = new ArrayList<>();
        List<FileEntry> entries = index.current();
        List<FileEntry> meant = version.equals(ALL) ? entries : Versions.meant(title, version, entries);
        for (FileEntry entry : meant) {
            Identity identity = entry.facts().identity();
            if (identity != null && identity.title().equals(title)) {
                declarations.add(spot(entry, identity.range()));
            }
        }
        for (FileEntry entry : entries) {
            for (Link link : entry.facts().links()) {
                if (link instanceof Link.Subflow subflow && title.equals(subflow.namespace() + "/" + subflow.name())) {
                    uses.add(spot(entry, subflow.range()));
                }
            }
        }
        return new Across(Kind.WORKFLOW, title, here, declarations, uses);
    }

    private static Across event(Outline.EventType event, WorkspaceIndex index) {
        List<Spot> declarations = new ArrayList<>();
        List<Spot> uses = new ArrayList<>();
        for (FileEntry entry : index.current()) {
            for (Outline.EventType other : entry.events()) {
                if (other.type().equals(event.type())) {
                    (other.emitted() ? declarations : uses).add(new Spot(entry.uri(), entry.source(), other.range()));
                }
            }
        }
        return new Across(Kind.EVENT, event.type(), event.range(), declarations, uses);
    }

    private static List<Spot> uses(Link.Function function, FileEntry own, WorkspaceIndex index) {
        Optional<Path> file = index.file(own, function);
        List<Spot> uses = new ArrayList<>();
        for (FileEntry entry : index.current()) {
            for (Link link : entry.facts().links()) {
                if (link instanceof Link.Function other
                        && other.name().equals(function.name())
                        && other.version().equals(function.version())
                        && index.file(entry, other).equals(file)) {
                    uses.add(spot(entry, other.range()));
                }
            }
        }
        return uses;
    }

    private static Across file(FileEntry own, String path, String fragment, Range here, WorkspaceIndex index) {
        Optional<Path> file = index.file(own, path);
        List<Spot> uses = new ArrayList<>();
        if (file.isPresent()) {
            for (FileEntry entry : index.current()) {
                for (Link link : entry.facts().links()) {
                    String other = FilePaths.path(link);
                    if (other != null && index.file(entry, other).equals(file)) {
                        uses.add(spot(entry, link.range()));
                    }
                }
            }
        }
        return new Across(
                Kind.FILE,
                path,
                here,
                file.flatMap(found -> part(found, fragment, index)).stream().toList(),
                uses);
    }

    private static Optional<Spot> whole(Path file, WorkspaceIndex index) {
        return part(file, "", index);
    }

    /** The value at a pointer into a YAML or JSON file; the file's beginning when there is none. */
    private static Optional<Spot> part(Path file, String pointer, WorkspaceIndex index) {
        return index.read(file).map(text -> {
            Node root = pointer.isEmpty() ? null : YamlReader.read(text).root();
            Node value = root == null ? null : Places.at(root, pointer);
            int start = value == null ? 0 : value.range().start();
            return new Spot(file.toUri().toString(), text, new Range(start, start));
        });
    }

    /** A scalar of a file, without its quotes. */
    static Spot spot(FileEntry entry, Range range) {
        return new Spot(entry.uri(), entry.source(), plain(entry, range));
    }

    /** A scalar's range without its quotes. */
    private static Range plain(FileEntry entry, Range range) {
        SourceText source = entry.source();
        String text = source.text(range);
        boolean quoted = text.length() >= 2
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? new Range(range.start() + 1, range.end() - 1) : range;
    }
}
