package io.flowork.lsp.refactor;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.scope.Stage;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.FilterTree;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.outline.Outline.TaskName;
import io.flowork.lsp.refactor.Refactoring.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What stands elsewhere, or deeper, comes to where it is used. */
final class Inlinings {
    private final Selection selection;
    private final Snapshot snapshot;
    private final TaskName task;
    private final MappingNode body;
    private final Layouts layouts;
    private final String newLine;

    private Inlinings(Selection selection, TaskName task, MappingNode body) {
        this.selection = selection;
        this.snapshot = selection.snapshot();
        this.task = task;
        this.body = body;
        this.layouts = new Layouts(snapshot.source());
        this.newLine = layouts.newLine();
    }

    /** What can be done with a task. */
    static List<Refactoring> of(Selection selection, Subflows subflows) {
        TaskName task = selection.single();
        MappingNode body = task == null ? null : Selection.body(task);
        if (task == null || body == null) {
            return List.of();
        }
        Inlinings inlinings = new Inlinings(selection, task, body);
        List<Refactoring> all = new ArrayList<>();
        if (body.get("do") instanceof SequenceNode inner && !inner.items().isEmpty()) {
            all.add(new Refactoring(
                    "inline-do",
                    "Put the tasks of '" + task.name() + "' in its place",
                    Kind.INLINE,
                    inlinings.refusedDo(inner),
                    () -> inlinings.inlineDo(inner)));
        }
        if (body.get("call") instanceof ScalarNode name
                && inlinings.function(name.text()) instanceof MappingNode function) {
            all.add(new Refactoring(
                    "inline-function",
                    "Put the function '" + name.text() + "' in place of the call",
                    Kind.INLINE,
                    inlinings.refusedFunction(function),
                    () -> inlinings.inlineFunction(name.text(), function)));
        }
        SubflowInlining.of(selection, body, subflows).ifPresent(all::add);
        return all;
    }

    // --- do ---

    private @Nullable String refusedDo(SequenceNode inner) {
        String refused = selection.refusedInside();
        if (refused != null) {
            return refused;
        }
        if (body.entries().size() > 1) {
            return "the task has a data flow or a condition of its own: " + others("do");
        }
        if (selection.isOfBranches()) {
            return "branches run at the same time, so they cannot become a sequence";
        }
        boolean lines =
                !layouts.isInBrackets(inner) && inner.items().stream().allMatch(item -> layouts.dash(item) >= 0);
        int first = lines ? layouts.line(layouts.dash(inner.items().getFirst())) : 0;
        String head = lines
                ? layouts.text(layouts.start(layouts.line(layouts.dash(Selection.item(task)))), layouts.start(first))
                : "";
        if (!lines || head.contains("#")) {
            return lines ? "a comment of the task would be lost" : "the tasks stand in brackets";
        }
        for (Node item : inner.items()) {
            String name = item instanceof MappingNode named && !named.entries().isEmpty()
                    ? named.entries().getFirst().name()
                    : "";
            if (selection.all().stream()
                    .anyMatch(each -> !each.equals(task) && each.name().equals(name))) {
                return "there is another task '" + name + "' in the list around";
            }
        }
        for (Outline.Jump jump : snapshot.outline().jumps()) {
            boolean leaves =
                    jump.list() == inner.range().start() && jump.node().text().equals("exit");
            if (leaves && !selection.endsList()) {
                return "'then: exit' leaves the list of the task only";
            }
        }
        return null;
    }

    private String others(String but) {
        return String.join(
                ", ",
                body.entries().stream()
                        .map(MappingNode.Entry::name)
                        .filter(each -> !each.equals(but))
                        .toList());
    }

    private Change inlineDo(SequenceNode inner) {
        int dash = layouts.dash(Selection.item(task));
        int first = layouts.dash(inner.items().getFirst());
        int last = layouts.lastLine(inner);
        String tasks = layouts.moved(layouts.line(first), last, layouts.column(dash) - layouts.column(first));
        return Change.of(new Edit(new Range(layouts.start(layouts.line(dash)), layouts.end(last)), tasks));
    }

    // --- functions ---

    private @Nullable Node function(String name) {
        return snapshot.root() instanceof MappingNode root
                        && root.get("use") instanceof MappingNode use
                        && use.get("functions") instanceof MappingNode functions
                ? functions.get(name)
                : null;
    }

    private @Nullable String refusedFunction(MappingNode function) {
        String refused = Selection.refused(snapshot);
        if (refused != null) {
            return refused;
        }
        MappingNode.Entry call = body.entry("call");
        MappingNode.Entry with = body.entry("with");
        boolean lines = call != null
                && layouts.lines(call) != null
                && (with == null || layouts.lines(with) != null)
                && !layouts.isInBrackets(function)
                && layouts.isFirst(function.range().start());
        if (!lines) {
            return "the call or the function is written in brackets";
        }
        if (snapshot.root() != null && Selection.hasAliases(snapshot.root())) {
            return "the workflow repeats values by aliases";
        }
        if (function.has("then")) {
            return "the function says by 'then' where to go on";
        }
        for (Outline.Jump jump : snapshot.outline().jumps()) {
            boolean isIn = isIn(function, jump.node().range());
            if (isIn && jump.node().text().equals("end")) {
                return "'then: end' stands in the function";
            }
        }
        for (ExpressionSite site : snapshot.analysis().sites()) {
            if (isIn(function, site.node().range()) && usesContext(site)) {
                return "the function uses the context";
            }
        }
        return null;
    }

    private static boolean isIn(Node node, Range place) {
        return node.range().start() <= place.start()
                && place.end() <= node.range().end();
    }

    private static boolean usesContext(ExpressionSite site) {
        return site.stage() == Stage.TASK_EXPORT
                || FilterTree.all(site.expression().filter()).stream()
                        .anyMatch(each -> each instanceof Filter.Variable variable
                                && variable.name().equals("context"));
    }

    private Change inlineFunction(String name, MappingNode function) {
        MappingNode.Entry call = Objects.requireNonNull(body.entry("call"));
        MappingNode.Entry with = body.entry("with");
        int at = layouts.column(call.key().range().start());
        String pad = " ".repeat(at);
        StringBuilder text = new StringBuilder();
        text.append(pad).append("do:").append(newLine);
        text.append(pad).append("  - arguments:").append(newLine);
        text.append(pad).append("      set:").append(arguments(with, at + 8)).append(newLine);
        text.append(pad).append("  - ").append(Names.written(name)).append(':').append(newLine);
        int first = layouts.line(function.range().start());
        int by = at + 6 - layouts.column(function.range().start());
        text.append(layouts.moved(first, layouts.lastLine(function), by)).append(newLine);
        List<Edit> edits = new ArrayList<>();
        edits.add(new Edit(Objects.requireNonNull(layouts.lines(call)), text.toString()));
        if (with != null) {
            edits.add(new Edit(Objects.requireNonNull(layouts.lines(with)), ""));
        }
        return new Change(edits, List.of());
    }

    /** What follows {@code set:}: the arguments as they are written. */
    private String arguments(MappingNode.@Nullable Entry with, int column) {
        return with == null ? " ${ {} }" : layouts.argument(with.value(), column);
    }
}
