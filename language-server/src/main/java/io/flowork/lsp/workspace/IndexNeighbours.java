package io.flowork.lsp.workspace;

import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workspace.Link;
import io.flowork.grammar.workspace.LinkedFiles;
import io.flowork.grammar.workspace.WorkflowFacts.Identity;
import io.flowork.lsp.complete.Neighbours;
import io.flowork.lsp.outline.Outline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the files of an index give one of them to name.
 *
 * @param index the files
 * @param own the one that names
 */
public record IndexNeighbours(WorkspaceIndex index, String own) implements Neighbours {
    @Override
    public List<Workflow> workflows() {
        List<Workflow> workflows = new ArrayList<>();
        for (FileEntry entry : index.entries()) {
            Identity identity = entry.facts().identity();
            if (identity != null) {
                workflows.add(new Workflow(identity.namespace(), identity.name(), identity.version(), file(entry)));
            }
        }
        workflows.sort(Comparator.comparing(Workflow::name).thenComparing(Workflow::version));
        return workflows;
    }

    @Override
    public List<Event> events() {
        List<Event> events = new ArrayList<>();
        for (FileEntry entry : index.entries()) {
            for (Outline.EventType event : entry.events()) {
                events.add(new Event(event.type(), event.emitted(), file(entry)));
            }
        }
        events.sort(Comparator.comparing(Event::type));
        return events;
    }

    private static String file(FileEntry entry) {
        return entry.name().substring(entry.name().lastIndexOf('/') + 1);
    }

    @Override
    public List<Function> functions() {
        Optional<FileEntry> entry = Optional.ofNullable(index.named(own));
        return entry.map(from -> {
                    List<Function> functions = new ArrayList<>();
                    for (String name : index.catalog(from, "").functions()) {
                        LinkedFiles.Catalogued found = index.catalog(from, name);
                        found.versions().forEach(version -> functions.add(new Function(name, version)));
                    }
                    return functions;
                })
                .orElse(List.of());
    }

    @Override
    public Optional<String> described(Function function) {
        FileEntry entry = index.named(own);
        if (entry == null) {
            return Optional.empty();
        }
        return index.file(entry, new Link.Function(function.name(), function.version(), null, new Range(0, 0)))
                .flatMap(index::read)
                .map(SourceText::text);
    }

    @Override
    public Optional<JsonValue> input(String namespace, String name, String version) {
        return Versions.meant(namespace + "/" + name, version, index.entries()).stream()
                .findFirst()
                .flatMap(index::input);
    }
}
