package io.flowork.lsp.workspace;

import io.flowork.grammar.WorkflowFiles;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.SeverityRules;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.workspace.Link;
import io.flowork.grammar.workspace.LinkedFiles;
import io.flowork.grammar.workspace.WorkflowFacts;
import io.flowork.grammar.workspace.Workspace;
import io.flowork.lsp.document.OpenTexts;
import io.flowork.lsp.document.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The workflows of the client's folders and those it has open. An open text counts in place of its file. Can be used by
 * several threads.
 */
public final class WorkspaceIndex {
    private static final int MOST_FILES = 10_000;

    private final WorkspaceFiles files;
    private final FunctionSignatures functions;
    private final OpenTexts open;
    private final Consumer<String> complaint;
    private final Map<String, FileEntry> entries = new ConcurrentHashMap<>();
    private final Workspace workspace;
    private final LinkedFolders linked;
    private final Map<Path, SeverityRules> severities = new ConcurrentHashMap<>();
    private volatile List<Path> folders = List.of();
    private volatile boolean complete = true;

    /**
     * An index of no folder.
     *
     * @param functions what can be called besides the functions of the standard
     * @param complaint is told what is wrong with settings in files
     */
    public WorkspaceIndex(
            WorkspaceFiles files, FunctionSignatures functions, OpenTexts open, Consumer<String> complaint) {
        this.files = files;
        this.functions = functions;
        this.open = open;
        this.complaint = complaint;
        this.linked = new LinkedFolders(files, this::top);
        this.workspace = new Workspace(linked);
    }

    /** How far a scan has come. */
    public interface Progress {
        /**
         * Another file was looked at.
         *
         * @param done how many were so far, from 1
         * @param all how many there are to look at
         */
        void step(int done, int all);
    }

    /** The client has other folders; {@link #scan} looks into them. Until then nothing is said across files. */
    public void folders(Collection<Path> other) {
        folders = List.copyOf(other);
        complete = false;
    }

    /** The client's folders. */
    public List<Path> folders() {
        return folders;
    }

    /**
     * Looks at all files of the folders.
     *
     * @param stopped asked before each file; true ends the scan, and then it is not complete
     */
    public void scan(Progress progress, BooleanSupplier stopped) {
        List<Path> scanned = folders;
        List<Path> found = scanned.stream()
                .flatMap(folder -> files.under(folder, MOST_FILES).stream())
                .distinct()
                .limit(MOST_FILES)
                .toList();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < found.size(); i++) {
            if (stopped.getAsBoolean()) {
                return;
            }
            reread(found.get(i));
            seen.add(found.get(i).toString());
            progress.step(i + 1, found.size());
        }
        for (String name : entries.keySet()) {
            if (!seen.contains(name) && open.named(name).isEmpty()) {
                forget(name);
            }
        }
        complete = folders.equals(scanned);
    }

    /**
     * A file was written or deleted, or is no longer open: what is on the disk counts.
     *
     * @return whether others may be affected
     */
    public boolean reread(Path file) {
        String name = file.toString();
        if (open.named(name).isPresent()) {
            return false;
        }
        Optional<FileEntry> read = isInFolder(file)
                ? files.read(file)
                        .filter(text -> WorkflowFiles.isWorkflow(name, text))
                        .map(text -> FileEntry.ofFile(
                                new Snapshot(file.toUri().toString(), 0, SourceText.of(name, text), functions)))
                : Optional.empty();
        synchronized (this) {
            if (open.named(name).isPresent()) {
                return false; // it was opened meanwhile
            }
            return read.isPresent() ? put(read.get()) : forget(name);
        }
    }

    /**
     * A text is no longer open, or its file was written or deleted.
     *
     * @param uri what the client calls it
     * @return whether others may be affected
     */
    public boolean reread(String uri) {
        String name = OpenTexts.name(uri);
        return OpenTexts.file(name).map(this::reread).orElseGet(() -> forget(name));
    }

    private boolean isInFolder(Path file) {
        return folders.stream().anyMatch(file::startsWith);
    }

    /**
     * Takes in a file as it is now.
     *
     * @return whether others may be affected
     */
    public synchronized boolean put(FileEntry entry) {
        FileEntry before = entries.put(entry.name(), entry);
        workspace.put(entry.facts());
        return before == null || !saysTheSame(before.facts(), entry.facts());
    }

    private static boolean saysTheSame(WorkflowFacts one, WorkflowFacts other) {
        return Objects.equals(identity(one), identity(other))
                && Objects.equals(one.input(), other.input())
                && one.always().size() == other.always().size();
    }

    private static @Nullable String identity(WorkflowFacts facts) {
        WorkflowFacts.Identity identity = facts.identity();
        return identity == null ? null : identity.title() + ":" + identity.version();
    }

    private synchronized boolean forget(String name) {
        workspace.remove(name);
        return entries.remove(name) != null;
    }

    /** Files that are no workflows were written or deleted: what was read of them no longer counts. */
    public void refresh() {
        linked.refresh();
        severities.clear();
    }

    /** All workflows, in the order of their names. */
    public List<FileEntry> entries() {
        return entries.values().stream()
                .sorted(Comparator.comparing(FileEntry::name))
                .toList();
    }

    /** The workflow that the client calls by a URI, as it was last taken in. */
    public Optional<FileEntry> entry(String uri) {
        return Optional.ofNullable(entries.get(OpenTexts.name(uri)));
    }

    /** What is to be known of an open text as it is now. */
    public FileEntry entry(Snapshot snapshot) {
        FileEntry known = entries.get(snapshot.source().name());
        return known != null && known.source() == snapshot.source() ? known : FileEntry.of(snapshot);
    }

    /**
     * The workflow that another one runs, as it is now; nothing if it is not certain which one that is.
     *
     * @param version its version, or {@code latest}
     */
    public Optional<Snapshot> workflow(String namespace, String name, String version) {
        List<FileEntry> found = new ArrayList<>();
        for (FileEntry entry : current()) {
            WorkflowFacts.Identity identity = entry.facts().identity();
            boolean meant = identity != null
                    && identity.namespace().equals(namespace)
                    && identity.name().equals(name)
                    && (version.equals("latest") || identity.version().equals(version));
            if (meant) {
                found.add(entry);
            }
        }
        return complete && found.size() == 1 ? Optional.of(snapshot(found.getFirst())) : Optional.empty();
    }

    /** Whether nothing newer was taken in since. */
    @SuppressWarnings("ReferenceEquality") // the same version, not one that says the same
    public boolean isCurrent(FileEntry entry) {
        return entries.get(entry.name()) == entry;
    }

    /** The text of a workflow as it is now: the open one, or that of the file. */
    public Snapshot snapshot(FileEntry entry) {
        return open.named(entry.name()).orElseGet(() -> new Snapshot(entry.uri(), 0, entry.source(), functions));
    }

    /** All workflows with open ones as they are now, in the order of their names. */
    public List<FileEntry> current() {
        Map<String, FileEntry> all = new TreeMap<>(entries);
        for (Snapshot snapshot : open.workflows()) {
            all.compute(
                    snapshot.source().name(),
                    (name, known) ->
                            known != null && known.source() == snapshot.source() ? known : FileEntry.of(snapshot));
        }
        return List.copyOf(all.values());
    }

    /** The file that a workflow names by a relative path, if it is there. */
    public Optional<Path> file(FileEntry from, String path) {
        return OpenTexts.file(from.name())
                .filter(file -> linked.exists(from.source(), path))
                .map(file -> file.resolveSibling(path).normalize());
    }

    /** The file of a catalog's function that a workflow calls, if it is there. */
    public Optional<Path> file(FileEntry from, Link.Function function) {
        LinkedFiles.Catalogued found = linked.function(from.source(), function.catalog(), function.name());
        return found.versions().contains(function.version())
                ? Optional.of(Path.of(found.folder(), function.name(), function.version(), "function.yaml"))
                : Optional.empty();
    }

    /**
     * What the default catalog of a workflow has.
     *
     * @param function the function whose versions are wanted; may be empty
     */
    LinkedFiles.Catalogued catalog(FileEntry from, String function) {
        return linked.function(from.source(), null, function);
    }

    /** The workflow with a name, as it was last taken in; null if there is none. */
    @Nullable
    FileEntry named(String name) {
        return entries.get(name);
    }

    /** The JSON Schema of what a workflow must be given, if it has one that can be read. */
    public Optional<JsonValue> input(FileEntry entry) {
        return Optional.ofNullable(workspace.input(entry.facts()));
    }

    /** The text of a file that is no workflow. */
    public Optional<SourceText> read(Path file) {
        return files.read(file).map(text -> SourceText.of(file.toString(), text));
    }

    /**
     * What to tell the author of a workflow, in the order of its text: the same as {@code flowork check}.
     *
     * @param set what is set in the editor, which counts before what is set in files
     */
    public List<Diagnostic> diagnostics(FileEntry entry, SeverityRules set) {
        return set.orElse(severities(entry.name()))
                .apply(entry.findings().with(across(entry)).ofAllFiles());
    }

    private List<Diagnostic> across(FileEntry entry) {
        if (!complete || OpenTexts.file(entry.name()).isEmpty()) {
            return List.of(); // what is missing may still be found; what is no file has no others beside it
        }
        synchronized (this) {
            return workspace.check(entry.facts());
        }
    }

    private SeverityRules severities(String name) {
        Path top = top(name);
        return top == null
                ? SeverityRules.NONE
                : severities.computeIfAbsent(top, folder -> {
                    try {
                        return files.severities(folder);
                    } catch (WorkspaceFiles.UnusableException e) {
                        complaint.accept(e.getMessage());
                        return SeverityRules.NONE;
                    }
                });
    }

    /** The client's innermost folder that a file is in, or else the folder that it is in; null for what is no file. */
    private @Nullable Path top(String name) {
        return OpenTexts.file(name)
                .flatMap(file -> folders.stream()
                        .filter(file::startsWith)
                        .max(Comparator.comparingInt(Path::getNameCount))
                        .or(() -> Optional.ofNullable(file.getParent())))
                .orElse(null);
    }
}
