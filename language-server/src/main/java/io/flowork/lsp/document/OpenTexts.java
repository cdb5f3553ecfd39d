package io.flowork.lsp.document;

import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.recorded.RecordedRuns;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The texts that the editor has open. Changes come from one thread, in order; snapshots are asked for by any.
 *
 * <p>A text that is no workflow has no snapshot, so nothing is said about it.
 */
public final class OpenTexts {
    private final Map<String, Snapshot> texts = new ConcurrentHashMap<>();
    private final FunctionSignatures functions;
    private final RecordedRuns runs;

    /**
     * No text is open.
     *
     * @param functions what can be called besides the functions of the standard
     * @param runs what is known of runs
     */
    public OpenTexts(FunctionSignatures functions, RecordedRuns runs) {
        this.functions = functions;
        this.runs = runs;
    }

    /** A text is opened. */
    public Snapshot open(String uri, int version, String text) {
        Snapshot opened = new Snapshot(uri, version, SourceText.of(name(uri), text), functions, runs);
        texts.put(uri, opened);
        return opened;
    }

    /**
     * A text has changed.
     *
     * @return the new version, or nothing if it is not open
     */
    public Optional<Snapshot> change(String uri, int version, List<TextChange> changes, PositionEncoding encoding) {
        return Optional.ofNullable(texts.computeIfPresent(uri, (same, before) -> {
            SourceText text = before.source();
            for (TextChange change : changes) {
                text = change.applied(text, encoding);
            }
            return before.changed(version, text);
        }));
    }

    /** A text is closed. */
    public void close(String uri) {
        texts.remove(uri);
    }

    /** The newest version of a text, if it is open and a workflow. */
    public Optional<Snapshot> workflow(String uri) {
        return Optional.ofNullable(texts.get(uri)).filter(Snapshot::isWorkflow);
    }

    /** The newest version of the workflow with a name, if it is open. */
    public Optional<Snapshot> named(String name) {
        return texts.values().stream()
                .filter(text -> text.source().name().equals(name) && text.isWorkflow())
                .findAny();
    }

    /** The newest versions of all workflows that are open. */
    public List<Snapshot> workflows() {
        return texts.values().stream().filter(Snapshot::isWorkflow).toList();
    }

    /** Whether a snapshot is the newest version of its text. */
    public boolean isCurrent(Snapshot snapshot) {
        return texts.get(snapshot.uri()) == snapshot;
    }

    /** What messages call a text: the path of a file, or its whole URI. */
    public static String name(String uri) {
        try {
            URI parsed = new URI(uri);
            return "file".equals(parsed.getScheme()) ? Path.of(parsed).toString() : uri;
        } catch (URISyntaxException | IllegalArgumentException e) {
            return uri; // also of a file, but of no path of this machine
        }
    }

    /** What a client calls a text that has a name as {@link #name} gives it. */
    public static String uri(String name) {
        return file(name).map(file -> file.toUri().toString()).orElse(name);
    }

    /** The file that has a name as {@link #name} gives it; nothing for what is no file of this machine. */
    public static Optional<Path> file(String name) {
        try {
            return Optional.of(Path.of(name)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
