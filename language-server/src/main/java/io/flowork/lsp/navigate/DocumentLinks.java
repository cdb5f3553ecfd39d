package io.flowork.lsp.navigate;

import io.flowork.grammar.text.Range;
import io.flowork.grammar.workspace.Link;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.outline.Placed;
import io.flowork.lsp.workspace.FileEntry;
import io.flowork.lsp.workspace.Versions;
import io.flowork.lsp.workspace.WorkspaceIndex;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** Places of a text that lead to a file or a page. */
public final class DocumentLinks {
    private DocumentLinks() {}

    /**
     * A place that leads somewhere.
     *
     * @param range the place
     * @param target where it leads, as a URI
     * @param tooltip what is there, in words
     */
    public record Leads(Range range, String target, String tooltip) {}

    /** The links of a text, in its order. */
    public static List<Leads> of(Snapshot snapshot, WorkspaceIndex index) {
        List<Leads> links = new ArrayList<>();
        FileEntry own = FileEntry.of(snapshot);
        for (Link link : own.facts().links()) {
            switch (link) {
                case Link.Subflow subflow ->
                    Versions.meant(subflow, index.current()).stream()
                            .findFirst()
                            .ifPresent(entry -> links.add(new Leads(
                                    subflow.range(),
                                    entry.uri(),
                                    "The workflow " + subflow.namespace() + "/" + subflow.name())));
                case Link.Function function ->
                    index.file(own, function)
                            .ifPresent(file -> links.add(file(function.range(), file, "The function's definition")));
                case Link.Resource resource ->
                    index.file(own, resource.path())
                            .ifPresent(file -> links.add(
                                    file(resource.range(), file, resource.schema() ? "The schema" : "The resource")));
                case Link.SchemaPart part -> {
                    String path = part.reference().file();
                    if (path != null) {
                        index.file(own, path)
                                .ifPresent(file -> links.add(file(part.range(), file, "The part of a schema")));
                    }
                }
            }
        }
        addresses(snapshot, links);
        links.sort(Comparator.comparingInt(link -> link.range().start()));
        return links;
    }

    private static Leads file(Range range, Path file, String tooltip) {
        return new Leads(range, file.toUri().toString(), tooltip);
    }

    /** Addresses of the web that are written out; those with variables or expressions lead nowhere yet. */
    private static void addresses(Snapshot snapshot, List<Leads> links) {
        Deque<Placed> open = new ArrayDeque<>();
        if (snapshot.root() != null && snapshot.source().text().contains("://")) {
            open.push(Placed.root(snapshot.root()));
        }
        while (!open.isEmpty()) {
            Placed at = open.pop();
            if (at.node() instanceof ScalarNode scalar && isAddress(scalar.text())) {
                links.add(new Leads(Outline.text(scalar), scalar.text(), "Open in the browser"));
            }
            at.written().forEach(open::push);
        }
    }

    private static boolean isAddress(String text) {
        if ((!text.startsWith("http://") && !text.startsWith("https://")) || text.indexOf('{') >= 0) {
            return false;
        }
        try {
            return new URI(text).getHost() != null;
        } catch (URISyntaxException e) {
            return false; // not an address after all
        }
    }
}
