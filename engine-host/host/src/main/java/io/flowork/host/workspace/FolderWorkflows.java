package io.flowork.host.workspace;

import io.flowork.grammar.WorkflowFiles;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.workflow.SemanticVersion;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.host.exit.CommandException;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.UnusableWorkflowException;
import io.flowork.runtime.Workflows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the workflows that {@code run.workflow} names among the files of a folder and below. Nothing is read before the
 * first is asked for, and each file once.
 */
public final class FolderWorkflows implements Workflows {
    private static final int MOST_FILES = 10_000;

    private final Path folder;
    private final Function<Path, String> names;
    private final FunctionSignatures functions;
    private final Map<String, Optional<LoadedWorkflow>> known = new HashMap<>();
    private @Nullable List<Candidate> candidates;

    /**
     * The workflows of a folder.
     *
     * @param folder where to look
     * @param names how messages call a file
     * @param functions what can be called besides the functions of the standard
     */
    public FolderWorkflows(Path folder, Function<Path, String> names, FunctionSignatures functions) {
        this.folder = folder;
        this.names = names;
        this.functions = functions;
    }

    private record Candidate(Path path, WorkflowFile file, String namespace, String name, String version) {}

    /** The file of a workflow: that of a version, or else of the newest one; null if there is none. */
    public synchronized @Nullable Path file(String namespace, String name, String version) {
        Candidate exact = best(namespace, name, version);
        Candidate found = exact == null ? best(namespace, name, "latest") : exact;
        return found == null ? null : found.path;
    }

    @Override
    public synchronized Optional<LoadedWorkflow> find(String namespace, String name, String version) {
        String key = namespace + "/" + name + "@" + version;
        Optional<LoadedWorkflow> found = known.get(key);
        if (found == null) {
            found = search(namespace, name, version);
            known.put(key, found);
        }
        return found;
    }

    private @Nullable Candidate best(String namespace, String name, String version) {
        Candidate best = null;
        for (Candidate candidate : candidates()) {
            if (!candidate.namespace.equals(namespace) || !candidate.name.equals(name)) {
                continue;
            }
            if (version.equals("latest")
                    ? best == null || SemanticVersion.compare(candidate.version, best.version) > 0
                    : candidate.version.equals(version)) {
                best = candidate;
            }
        }
        return best;
    }

    private Optional<LoadedWorkflow> search(String namespace, String name, String version) {
        Candidate best = best(namespace, name, version);
        if (best == null) {
            return Optional.empty();
        }
        if (best.file.loaded() == null) {
            throw new UnusableWorkflowException(problem(best.file));
        }
        return Optional.of(best.file.loaded());
    }

    private static String problem(WorkflowFile file) {
        for (Diagnostic diagnostic : file.diagnostics()) {
            if (diagnostic.severity() == Severity.ERROR) {
                var at = file.source().position(diagnostic.range().start());
                return "%s:%d:%d: %s [%s]"
                        .formatted(
                                file.source().name(), at.line(), at.column(), diagnostic.message(), diagnostic.code());
            }
        }
        return file.source().name() + " has errors";
    }

    private List<Candidate> candidates() {
        List<Candidate> all = candidates;
        if (all == null) {
            all = new ArrayList<>();
            for (Path path : FileWalk.under(folder, MOST_FILES).files()) {
                Candidate candidate = candidate(path);
                if (candidate != null) {
                    all.add(candidate);
                }
            }
            candidates = all;
        }
        return all;
    }

    private @Nullable Candidate candidate(Path path) {
        String called = names.apply(path);
        String text;
        try {
            text = FileText.read(path, called);
        } catch (CommandException unreadable) {
            return null; // what cannot be read names no workflow
        }
        if (!WorkflowFiles.isWorkflow(called, text)) {
            return null;
        }
        WorkflowFile file = WorkflowFile.of(SourceText.of(called, text), path.getParent(), functions);
        return file.analysis().tree().root() instanceof MappingNode root
                        && root.get("document") instanceof MappingNode document
                ? new Candidate(
                        path,
                        file,
                        text(document.get("namespace")),
                        text(document.get("name")),
                        text(document.get("version")))
                : null;
    }

    private static String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.text() : "";
    }
}
