package io.flowork.lsp.describe;

import io.flowork.grammar.analysis.TaskTypes;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.outline.Placed;

/** What is said about a task: what its kind does, and the types of its data. */
final class TaskDescriptions {
    private TaskDescriptions() {}

    static String of(Snapshot snapshot, Placed task, ObjectType kind) {
        StringBuilder text = new StringBuilder("**")
                .append(task.key() == null ? "" : task.key().text())
                .append("** · ")
                .append(kind.name())
                .append("\n\n")
                .append(kind.summary());
        TaskTypes types = snapshot.analysis().expressions().task(task.pointer());
        if (types != null) {
            text.append("\n\n```text\ninput:  ")
                    .append(types.input())
                    .append("\noutput: ")
                    .append(types.output())
                    .append("\n```");
        }
        return text.toString();
    }
}
