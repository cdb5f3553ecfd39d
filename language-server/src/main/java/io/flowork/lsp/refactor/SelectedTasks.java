package io.flowork.lsp.refactor;

import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.SequenceNode;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.outline.Outline.TaskName;
import io.flowork.lsp.outline.Placed;
import java.util.List;
import java.util.Optional;

/** Finds the tasks that an author means by a cursor or a range. */
final class SelectedTasks {
    private SelectedTasks() {}

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
}
