package io.flowork.lsp.refactor;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.lsp.expression.FilterTree;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.outline.Outline.TaskName;
import io.flowork.lsp.refactor.Refactoring.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Between a task's {@code output.as} and a {@code set} behind the task. */
final class DataRewrites {
    private final Selection selection;
    private final TaskName task;
    private final MappingNode body;
    private final Layouts layouts;

    private DataRewrites(Selection selection, TaskName task, MappingNode body) {
        this.selection = selection;
        this.task = task;
        this.body = body;
        this.layouts = new Layouts(selection.snapshot().source());
    }

    /** What can be done with a task. */
    static List<Refactoring> of(Selection selection) {
        TaskName task = selection.single();
        MappingNode body = task == null ? null : Selection.body(task);
        if (task == null || body == null) {
            return List.of();
        }
        DataRewrites rewrites = new DataRewrites(selection, task, body);
        List<Refactoring> all = new ArrayList<>();
        int index = selection.all().indexOf(task);
        if (body.has("set") && index > 0) {
            TaskName before = selection.all().get(index - 1);
            all.add(new Refactoring(
                    "set-to-output",
                    "Make it the 'output' of '" + before.name() + "'",
                    Kind.REWRITE,
                    rewrites.refusedOutput(before),
                    () -> rewrites.toOutput(Objects.requireNonNull(Selection.body(before)))));
        }
        if (body.get("output") instanceof MappingNode output && output.has("as")) {
            all.add(new Refactoring(
                    "output-to-set",
                    "Make the 'output' a task of its own",
                    Kind.REWRITE,
                    rewrites.refusedSet(output),
                    () -> rewrites.toSet(output)));
        }
        return all;
    }

    private @Nullable String refused() {
        String refused = selection.refusedInside();
        if (refused != null) {
            return refused;
        }
        return selection.isOfBranches() ? "branches run at the same time" : null;
    }

    /** Why what follows a task may not come after it; null if it does. */
    private @Nullable String leaves(MappingNode other) {
        for (Outline.Jump jump : selection.snapshot().outline().jumps()) {
            Range at = jump.node().range();
            boolean isIn = other.range().start() <= at.start()
                    && at.end() <= other.range().end();
            String to = jump.node().text();
            if (isIn && !to.equals("continue") && (jump.list() == task.list() || to.equals("end"))) {
                return "'then: " + to + "' leads elsewhere";
            }
        }
        return null;
    }

    private static @Nullable String needsItsPlace(MappingNode body) {
        for (String key : List.of("if", "then", "export", "switch", "timeout", "fork")) {
            if (body.has(key)) {
                return "'" + key + "' of the task would mean something else";
            }
        }
        return null;
    }

    // --- set to output.as ---

    private @Nullable String refusedOutput(TaskName before) {
        String refused = refused();
        MappingNode other = Selection.body(before);
        if (refused != null || other == null) {
            return refused == null ? "there is no task before it" : refused;
        }
        if (body.entries().size() > 1) {
            return "the task has more than 'set'";
        }
        if (other.has("output")
                || layouts.isInBrackets(other)
                || !layouts.isFirst(other.range().start())) {
            return other.has("output")
                    ? "'" + before.name() + "' has an output"
                    : "'" + before.name() + "' is in brackets";
        }
        if (needsItsPlace(other) != null) {
            return needsItsPlace(other);
        }
        for (Outline.Jump jump : selection.snapshot().outline().jumps()) {
            if (jump.list() == task.list() && jump.node().text().equals(task.name())) {
                return "a task goes to '" + task.name() + "' by 'then'";
            }
        }
        Node set = Objects.requireNonNull(body.get("set"));
        if (set instanceof ScalarNode
                && layouts.text(set.range().start(), set.range().end()).contains("\n")) {
            return "the value goes over several lines";
        }
        return leaves(other) == null ? asksForInput(set) : leaves(other);
    }

    /** Why expressions cannot move between a task and the one behind it; null if they can. */
    private @Nullable String asksForInput(Node value) {
        for (ExpressionSite site : selection.snapshot().analysis().sites()) {
            boolean isIn = value.range().start() <= site.node().range().start()
                    && site.node().range().end() <= value.range().end();
            for (Filter filter : isIn ? FilterTree.all(site.expression().filter()) : List.<Filter>of()) {
                if (filter instanceof Filter.Variable variable
                        && Set.of("input", "task", "authorization", "output").contains(variable.name())) {
                    return "an expression uses $" + variable.name() + ", which is another one there";
                }
            }
        }
        return null;
    }

    private Change toOutput(MappingNode other) {
        MappingNode.Entry set = Objects.requireNonNull(body.entry("set"));
        int column = layouts.column(other.entries().getFirst().key().range().start());
        int end = layouts.end(layouts.line(other.range().end()));
        int line = layouts.line(layouts.dash(Selection.item(task)));
        String pad = layouts.newLine() + " ".repeat(column);
        Range own = new Range(layouts.end(line - 1), layouts.end(layouts.lastLine(body)));
        Edit gone = new Edit(own, "");
        String output = pad + "output:" + pad + "  as:" + value(set, column + 4);
        return own.start() == end ? Change.of(new Edit(own, output)) : Change.of(Change.insert(end, output), gone);
    }

    /** What follows a key: a value as it is written. */
    private String value(MappingNode.Entry entry, int column) {
        Node value = entry.value();
        if (!layouts.isFirst(value.range().start()) || value instanceof ScalarNode) {
            return " " + layouts.text(value.range().start(), value.range().end());
        }
        int by = column - layouts.column(value.range().start());
        return layouts.newLine() + layouts.moved(layouts.line(value.range().start()), layouts.lastLine(value), by);
    }

    // --- output.as to set ---

    private @Nullable String refusedSet(MappingNode output) {
        String refused = refused();
        if (refused != null) {
            return refused;
        }
        MappingNode.Entry entry = body.entry("output");
        boolean lines =
                entry != null && layouts.lines(entry) != null && body.entries().size() > 1;
        if (!lines || output.entries().size() > 1) {
            return lines ? "the output has more than 'as'" : "the task is in brackets";
        }
        Node as = Objects.requireNonNull(output.get("as"));
        boolean block = as instanceof ScalarNode scalar
                && (scalar.style() == ScalarNode.Style.LITERAL || scalar.style() == ScalarNode.Style.FOLDED);
        if (block || layouts.text(as.range().start(), as.range().end()).contains("\n")) {
            return "the value goes over several lines";
        }
        String place = needsItsPlace(body) == null ? leaves(body) : needsItsPlace(body);
        return place == null ? asksForInput(as) : place;
    }

    private Change toSet(MappingNode output) {
        MappingNode.Entry entry = Objects.requireNonNull(body.entry("output"));
        Node as = Objects.requireNonNull(output.get("as"));
        int at = layouts.column(layouts.dash(Selection.item(task)));
        String name = selection.freeName(task.name() + "Output", List.of());
        String set;
        if (as instanceof ScalarNode scalar) {
            String text = scalar.text().strip();
            String enclosed = text.startsWith("${") && text.endsWith("}") ? text : "${ " + text + " }";
            set = "'" + enclosed.replace("'", "''") + "'";
        } else {
            set = layouts.text(as.range().start(), as.range().end());
        }
        String pad = layouts.newLine() + " ".repeat(at);
        String added = pad + "- " + Names.written(name) + ":" + pad + "    set: " + set;
        int end = layouts.end(layouts.lastLine(body));
        Range gone = Objects.requireNonNull(layouts.lines(entry));
        int from = layouts.end(layouts.line(gone.start()) - 1);
        int to = layouts.end(layouts.line(entry.range().end()));
        return to == end
                ? Change.of(new Edit(new Range(from, to), added))
                : Change.of(new Edit(new Range(from, to), ""), Change.insert(end, added));
    }
}
