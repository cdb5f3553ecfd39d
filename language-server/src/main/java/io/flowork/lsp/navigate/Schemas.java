package io.flowork.lsp.navigate;

import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.flow.Places;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workspace.Link;
import io.flowork.grammar.yaml.Node;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.PlaceInExpression;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.outline.Placed;
import io.flowork.lsp.workspace.FileEntry;
import io.flowork.lsp.workspace.Versions;
import io.flowork.lsp.workspace.WorkspaceIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The schemas that say what data is like: the type of what stands at a place. */
public final class Schemas {
    private static final String INPUT = "/input/schema";
    private static final String OUTPUT = "/output/schema";

    private Schemas() {}

    /** Where the schema of the thing at a place stands; nothing when nobody wrote one. */
    public static List<Spot> at(Snapshot snapshot, int offset, WorkspaceIndex index) {
        Optional<PlaceInExpression> expression = PlaceInExpression.at(snapshot, offset);
        if (expression.isPresent()) {
            return ofData(snapshot, expression.get().site());
        }
        for (Link link : FileEntry.of(snapshot).facts().links()) {
            if (link instanceof Link.Subflow subflow && subflow.range().touches(offset)) {
                return ofWorkflow(subflow, index);
            }
        }
        for (Outline.Use use : snapshot.outline().uses()) {
            if (use.section() == Shape.Section.FUNCTIONS && use.node().range().touches(offset)) {
                return ofFunction(snapshot, use.node().text());
            }
        }
        return List.of();
    }

    /** The schemas of what an expression is evaluated on, by its place in the data flow. */
    private static List<Spot> ofData(Snapshot snapshot, ExpressionSite site) {
        Placed place = snapshot.at(site.node().range().start());
        Node task = null;
        for (Placed at = place; at != null && task == null; at = at.parent()) {
            task = at.isTask() ? at.node() : null;
        }
        List<Spot> found = new ArrayList<>();
        switch (site.stage()) {
            case WORKFLOW_INPUT -> add(snapshot, snapshot.root(), INPUT, found);
            case WORKFLOW_OUTPUT -> add(snapshot, snapshot.root(), OUTPUT, found);
            case CONDITION, TASK_INPUT, DEFINITION -> {
                add(snapshot, task, INPUT, found);
                if (found.isEmpty()) {
                    add(snapshot, snapshot.root(), INPUT, found);
                }
            }
            case TASK_OUTPUT, TASK_EXPORT -> add(snapshot, task, OUTPUT, found);
        }
        return found;
    }

    private static List<Spot> ofWorkflow(Link.Subflow link, WorkspaceIndex index) {
        List<Spot> found = new ArrayList<>();
        for (FileEntry entry : Versions.meant(link, index.current())) {
            Snapshot other = index.snapshot(entry);
            add(other, other.root(), INPUT, found);
        }
        return found;
    }

    private static List<Spot> ofFunction(Snapshot snapshot, String name) {
        List<Spot> found = new ArrayList<>();
        for (Outline.Definition definition : snapshot.outline().definitions()) {
            if (definition.section() == Shape.Section.FUNCTIONS
                    && definition.name().equals(name)) {
                add(snapshot, definition.value().node(), INPUT, found);
            }
        }
        return found;
    }

    private static void add(Snapshot snapshot, @Nullable Node around, String pointer, List<Spot> found) {
        Node schema = around == null ? null : Places.at(around, pointer);
        if (schema != null) {
            int start = schema.range().start();
            found.add(new Spot(snapshot.uri(), snapshot.source(), new Range(start, start)));
        }
    }
}
