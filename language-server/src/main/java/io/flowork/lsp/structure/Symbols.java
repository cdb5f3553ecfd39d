package io.flowork.lsp.structure;

import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.outline.Placed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The symbols of a workflow: the workflow itself with its definitions and tasks, each with the tasks in it. */
public final class Symbols {
    private record Named(String name, String detail, Symbol.Kind kind, Range range, Range selection) {}

    private final List<Named> all;
    private int next;

    private Symbols(List<Named> all) {
        this.all = all;
    }

    /** The symbols of a text; none when nothing of it could be read. */
    public static List<Symbol> of(Snapshot snapshot) {
        Node root = snapshot.root();
        if (root == null) {
            return List.of();
        }
        List<Named> all = new ArrayList<>();
        for (Outline.Definition definition : snapshot.outline().definitions()) {
            all.add(new Named(
                    definition.name(),
                    definition.section().noun(),
                    Symbol.Kind.DEFINITION,
                    definition.value().range(),
                    definition.key().range()));
        }
        for (Outline.TaskName task : snapshot.outline().tasks()) {
            all.add(new Named(
                    task.name(),
                    detail(task.value()),
                    kind(task.value()),
                    task.value().range(),
                    task.key().range()));
        }
        all.sort(
                Comparator.<Named>comparingInt(each -> each.range.start()).thenComparingInt(each -> -each.range.end()));
        List<Symbol> symbols = new Symbols(all).within(new Range(0, Integer.MAX_VALUE));
        ScalarNode name = root instanceof MappingNode top
                        && top.get("document") instanceof MappingNode document
                        && document.get("name") instanceof ScalarNode scalar
                ? scalar
                : null;
        return name == null
                ? symbols
                : List.of(new Symbol(
                        name.text(),
                        "workflow",
                        Symbol.Kind.WORKFLOW,
                        root.range().span(name.range()),
                        name.range(),
                        symbols));
    }

    private List<Symbol> within(Range range) {
        List<Symbol> symbols = new ArrayList<>();
        while (next < all.size() && all.get(next).range.end() <= range.end()) {
            Named at = all.get(next++);
            symbols.add(new Symbol(at.name, at.detail, at.kind, at.range, at.selection, within(at.range)));
        }
        return symbols;
    }

    private static String detail(Placed task) {
        ObjectType kind = task.type();
        if (kind == null) {
            return "";
        }
        Node value = task.node() instanceof MappingNode mapping ? mapping.get(kind.name()) : null;
        return kind.name().equals("call") && value instanceof ScalarNode function
                ? "call " + function.text()
                : kind.name();
    }

    private static Symbol.Kind kind(Placed task) {
        ObjectType kind = task.type();
        return switch (kind == null ? "" : kind.name()) {
            case "do", "for", "fork", "try", "switch" -> Symbol.Kind.BLOCK;
            case "emit", "listen" -> Symbol.Kind.EVENT;
            default -> Symbol.Kind.TASK;
        };
    }
}
