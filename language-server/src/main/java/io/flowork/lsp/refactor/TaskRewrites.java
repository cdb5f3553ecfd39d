package io.flowork.lsp.refactor;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import io.flowork.lsp.outline.Outline.TaskName;
import io.flowork.lsp.refactor.Refactoring.Kind;
import java.util.ArrayList;
import java.util.List;

/** What is added to a task: a default case, and trying again. */
final class TaskRewrites {
    private final Layouts layouts;
    private final boolean json;

    private TaskRewrites(Layouts layouts) {
        this.layouts = layouts;
        this.json = layouts.text().stripLeading().startsWith("{");
    }

    /** What can be added to a task. */
    static List<Refactoring> of(Selection selection) {
        TaskName task = selection.single();
        MappingNode body = task == null ? null : Selection.body(task);
        if (body == null) {
            return List.of();
        }
        TaskRewrites rewrites =
                new TaskRewrites(new Layouts(selection.snapshot().source()));
        List<Refactoring> all = new ArrayList<>();
        if (body.get("switch") instanceof SequenceNode cases && !cases.items().isEmpty() && !hasDefault(cases)) {
            all.add(new Refactoring(
                    "default-case",
                    "Add a case for everything else",
                    Kind.REWRITE,
                    null,
                    () -> rewrites.defaultCase(body, cases)));
        }
        if (body.has("try") && body.get("catch") instanceof MappingNode handler && !handler.has("retry")) {
            all.add(new Refactoring(
                    "retry", "Try again before catching", Kind.REWRITE, null, () -> rewrites.retry(handler)));
        }
        return all;
    }

    private static boolean hasDefault(SequenceNode cases) {
        return cases.items().stream()
                .anyMatch(item -> item instanceof MappingNode named
                        && !named.entries().isEmpty()
                        && named.entries().getFirst().value() instanceof MappingNode one
                        && !one.has("when"));
    }

    private Change defaultCase(MappingNode body, SequenceNode cases) {
        String then = body.get("then") instanceof ScalarNode directive ? Names.written(directive.text()) : "continue";
        List<String> taken = cases.items().stream()
                .map(item ->
                        item instanceof MappingNode named && !named.entries().isEmpty()
                                ? named.entries().getFirst().name()
                                : "")
                .toList();
        String name = taken.contains("default")
                ? taken.contains("otherwise") ? "default" + taken.size() : "otherwise"
                : "default";
        Node last = cases.items().getLast();
        int dash = layouts.dash(last);
        if (layouts.isInBrackets(cases) || dash < 0) {
            String item = json
                    ? "{\"" + name + "\": {\"then\": \"" + then.replace("'", "") + "\"}}"
                    : "{" + name + ": {then: " + then + "}}";
            return Change.of(Change.insert(last.range().end(), ", " + item));
        }
        String pad = layouts.newLine() + " ".repeat(layouts.column(dash));
        return Change.of(Change.insert(
                layouts.end(layouts.line(last.range().end())), pad + "- " + name + ":" + pad + "    then: " + then));
    }

    private Change retry(MappingNode handler) {
        if (handler.entries().isEmpty() || layouts.isInBrackets(handler)) {
            String retry = json
                    ? "\"retry\": {\"delay\": {\"seconds\": 1}, \"limit\": {\"attempt\": {\"count\": 3}}}"
                    : "retry: {delay: {seconds: 1}, limit: {attempt: {count: 3}}}";
            return handler.entries().isEmpty()
                    ? Change.of(new Edit(handler.range(), "{" + retry + "}"))
                    : Change.of(
                            Change.insert(handler.entries().getLast().range().end(), ", " + retry));
        }
        int column = layouts.column(handler.entries().getFirst().key().range().start());
        String pad = layouts.newLine() + " ".repeat(column);
        Range range = handler.range();
        return Change.of(Change.insert(
                layouts.end(layouts.line(range.end())),
                pad + "retry:" + pad + "  delay:" + pad + "    seconds: 1" + pad + "  limit:" + pad + "    attempt:"
                        + pad + "      count: 3"));
    }
}
