package io.flowork.lsp.refactor;

import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.scope.LocalVariable;
import io.flowork.grammar.scope.Stage;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.SequenceNode;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.FilterTree;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.outline.Outline.TaskName;
import io.flowork.lsp.outline.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that follow each other in one list.
 *
 * @param list the list that they are in
 * @param all all tasks of it
 * @param tasks those that are meant
 */
record Selection(Snapshot snapshot, Placed list, List<TaskName> all, List<TaskName> tasks) {
    /** What changes when a task moves, of what a run tells expressions. */
    private static final Pattern PLACES = Pattern.compile(
            "\\$task\\b(?!\\.(name|input|output|startedAt)\\b)|\\$workflow\\b(?!\\.(id|input|startedAt)\\b)");

    Selection {
        all = List.copyOf(all);
        tasks = List.copyOf(tasks);
    }

    /** The tasks that a range is in or spans; the one whose name a cursor is at. */
    static Optional<Selection> at(Snapshot snapshot, Range range) {
        List<TaskName> tasks = snapshot.outline().tasks();
        if (range.length() == 0) {
            for (TaskName task : tasks) {
                if (task.key().range().touches(range.start())) {
                    return of(snapshot, inList(tasks, task.list()), List.of(task));
                }
            }
            return Optional.empty();
        }
        String text = snapshot.source().text();
        int start = content(text, range);
        for (TaskName task : tasks.reversed()) { // from the innermost lists outwards
            Placed item = task.value().parent();
            Placed list = item == null ? null : item.parent();
            Placed around = list == null ? null : list.parent();
            Range outer = around == null || around.parent() == null ? new Range(0, text.length()) : around.range();
            boolean inside = outer.start() <= start
                    && (range.end() <= outer.end() || isEmpty(text.substring(outer.end(), range.end())));
            List<TaskName> all = inside ? inList(tasks, task.list()) : List.of();
            List<TaskName> meant = all.stream()
                    .filter(each -> each.key().range().start() < range.end()
                            && start < each.value().range().end())
                    .toList();
            if (!meant.isEmpty()) {
                return of(snapshot, all, meant);
            }
        }
        return Optional.empty();
    }

    private static List<TaskName> inList(List<TaskName> tasks, int list) {
        return tasks.stream().filter(each -> each.list() == list).toList();
    }

    /** Where a range begins to say something: behind blanks, dashes and comments. */
    private static int content(String text, Range range) {
        int start = range.start();
        while (start < range.end()) {
            char c = text.charAt(start);
            if (c == '#') {
                int end = text.indexOf('\n', start);
                start = end < 0 ? range.end() : end;
            } else if (Character.isWhitespace(c) || c == '-') {
                start++;
            } else {
                return start;
            }
        }
        return range.start();
    }

    private static boolean isEmpty(String text) {
        return text.replaceAll("#[^\\n]*", "").isBlank();
    }

    private static Optional<Selection> of(Snapshot snapshot, List<TaskName> all, List<TaskName> tasks) {
        Placed item = tasks.getFirst().value().parent();
        Placed list = item == null ? null : item.parent();
        return list == null || !(list.node() instanceof SequenceNode)
                ? Optional.empty()
                : Optional.of(new Selection(snapshot, list, all, tasks));
    }

    /** The single task of it; null if it is several. */
    @Nullable
    TaskName single() {
        return tasks.size() == 1 ? tasks.getFirst() : null;
    }

    /** The object of a task. */
    static @Nullable MappingNode body(TaskName task) {
        return task.value().node() instanceof MappingNode mapping ? mapping : null;
    }

    /** The item of the list that a task is. */
    static Node item(TaskName task) {
        return Objects.requireNonNull(task.value().parent(), "a task is in an item")
                .node();
    }

    SequenceNode sequence() {
        return (SequenceNode) list.node();
    }

    /** Where the first task begins and the last one ends. */
    Range range() {
        return tasks.getFirst().key().range().span(tasks.getLast().value().range());
    }

    private boolean isIn(Range place) {
        return range().start() <= place.start() && place.end() <= range().end();
    }

    boolean endsList() {
        return tasks.getLast().equals(all.getLast());
    }

    boolean isOfBranches() {
        return list.key() != null
                && list.key().text().equals("branches")
                && list.parent() != null
                && list.parent().key() != null
                && list.parent().key().text().equals("fork");
    }

    // --- why tasks cannot move ---

    /** Why the tasks cannot become a list of their own inside of another task; null if they can. */
    @Nullable
    String refusedInside() {
        String general = refused(snapshot);
        if (general != null) {
            return general;
        }
        Layouts layouts = new Layouts(snapshot.source());
        boolean lines = !layouts.isInBrackets(sequence())
                && tasks.stream().allMatch(each -> layouts.dash(item(each)) >= 0 && !layouts.isInBrackets(item(each)));
        if (!lines) {
            return "the tasks stand in brackets; write them with a dash on a line of its own first";
        }
        if (isOfBranches() && (tasks.size() > 1 || !jumps().isEmpty())) {
            return "branches run at the same time, so they cannot become a sequence";
        }
        return jumps(false);
    }

    /** Why nothing at all can be moved in a text; null if something can. */
    static @Nullable String refused(Snapshot snapshot) {
        if (snapshot.analysis().hasErrors()) {
            return "the workflow has errors; mend them first";
        }
        for (ExpressionSite site : snapshot.analysis().sites()) {
            if (PLACES.matcher(site.expression().text()).find()) {
                return "an expression asks for the place or the definition of tasks, which would change";
            }
        }
        boolean extended = snapshot.root() instanceof MappingNode root
                && root.get("use") instanceof MappingNode use
                && use.has("extensions");
        return extended ? "the workflow has extensions, which would also apply to a new task" : null;
    }

    private List<Outline.Jump> jumps() {
        List<Outline.Jump> jumps = new ArrayList<>();
        for (Outline.Jump jump : snapshot.outline().jumps()) {
            if (jump.list() == list.node().range().start()) {
                jumps.add(jump);
            }
        }
        return jumps;
    }

    private @Nullable String jumps(boolean elsewhere) {
        for (Outline.Jump jump : jumps()) {
            String to = jump.node().text();
            boolean from = isIn(jump.node().range());
            boolean into = tasks.stream().anyMatch(each -> each.name().equals(to));
            if (!from && into) {
                return "a task outside goes to '" + to + "' by 'then'";
            }
            if (from && !into && all.stream().anyMatch(each -> each.name().equals(to))) {
                return "a task goes to '" + to + "' by 'then', which is outside";
            }
            if (from && to.equals("exit") && !endsList()) {
                return "'then: exit' leaves the list that the tasks are in";
            }
        }
        for (Outline.Jump jump : snapshot.outline().jumps()) {
            if (elsewhere && isIn(jump.node().range()) && jump.node().text().equals("end")) {
                return "'then: end' ends this workflow";
            }
        }
        return null;
    }

    /** Why the tasks cannot move to where only their input is known; null if they can. */
    @Nullable
    String refusedElsewhere() {
        String inside = refusedInside();
        if (inside != null) {
            return inside;
        }
        String jump = jumps(true);
        if (jump != null) {
            return jump;
        }
        if (snapshot.root() != null && hasAliases(snapshot.root())) {
            return "the workflow repeats values by aliases, which cannot be moved before their anchors";
        }
        for (ExpressionSite site : snapshot.analysis().sites()) {
            if (isIn(site.node().range())) {
                String refused = refused(site);
                if (refused != null) {
                    return refused;
                }
            }
        }
        return null;
    }

    private @Nullable String refused(ExpressionSite site) {
        if (site.stage() == Stage.TASK_EXPORT) {
            return "a task exports to the context of this workflow";
        }
        for (Filter filter : FilterTree.all(site.expression().filter())) {
            if (filter instanceof Filter.Variable variable) {
                if (variable.name().equals("context")) {
                    return "an expression uses $context";
                }
                LocalVariable local = site.local(variable.name());
                if (local != null && !isIn(local.declaration())) {
                    return "an expression uses $" + variable.name() + " of the task '" + local.task() + "' outside";
                }
            }
        }
        return null;
    }

    /** Why the tasks cannot become a workflow of their own; null if they can. */
    @Nullable
    String refusedAsWorkflow() {
        String elsewhere = refusedElsewhere();
        if (elsewhere != null) {
            return elsewhere;
        }
        for (Outline.Use use : snapshot.outline().uses()) {
            if (isIn(use.node().range()) && use.section() != Shape.Section.FUNCTIONS) {
                return "a task uses '" + use.node().text() + "' of this workflow's 'use'";
            }
        }
        List<Outline.Definition> definitions = snapshot.outline().definitions();
        for (Outline.Use use : snapshot.outline().uses()) {
            if (isIn(use.node().range())
                    && definitions.stream()
                            .anyMatch(each -> each.name().equals(use.node().text()))) {
                return "a task uses '" + use.node().text() + "' of this workflow's 'use'";
            }
        }
        if (snapshot.root() instanceof MappingNode root && root.has("evaluate")) {
            return "the workflow says how expressions are evaluated";
        }
        for (ExpressionSite site : snapshot.analysis().sites()) {
            if (isIn(site.node().range())
                    && site.expression().text().matches("(?s).*\\$(secrets|workflow|authorization)\\b.*")) {
                return "an expression uses the secrets or the run of this workflow";
            }
        }
        return null;
    }

    /** Whether a value stands in several places. */
    static boolean hasAliases(Node node) {
        return switch (node) {
            case MappingNode mapping ->
                mapping.entries().stream()
                        .anyMatch(entry -> isElsewhere(node, entry.value()) || hasAliases(entry.value()));
            case SequenceNode items ->
                items.items().stream().anyMatch(item -> isElsewhere(node, item) || hasAliases(item));
            default -> false;
        };
    }

    private static boolean isElsewhere(Node outer, Node inner) {
        return inner.range().start() < outer.range().start()
                || inner.range().end() > outer.range().end();
    }

    /** A name that no task of the list, and none of some others, has. */
    String freeName(String wanted, List<String> taken) {
        String name = wanted;
        int number = 2;
        while (isTaken(name) || taken.contains(name)) {
            name = wanted + number++;
        }
        return name;
    }

    private boolean isTaken(String name) {
        return all.stream().anyMatch(each -> each.name().equals(name));
    }
}
