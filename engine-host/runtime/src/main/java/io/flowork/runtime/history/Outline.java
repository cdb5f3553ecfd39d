package io.flowork.runtime.history;

import io.flowork.api.RunProgram;
import io.flowork.api.WorkflowRef;
import io.flowork.core.program.Body;
import io.flowork.core.program.Flow;
import io.flowork.core.program.Node;
import io.flowork.core.program.Program;
import io.flowork.core.program.TaskList;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.runtime.LoadedWorkflow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program's tasks in the order of its text, with the ways between them. */
public final class Outline {
    private final SourceText text;
    private final List<RunProgram.Task> tasks = new ArrayList<>();

    private Outline(SourceText text) {
        this.text = text;
    }

    /** The program with its text and tasks. */
    public static RunProgram of(LoadedWorkflow workflow) {
        var source = workflow.source();
        Outline outline = new Outline(SourceText.of(source.name(), source.text()));
        Program program = workflow.program();
        if (program.root().body() instanceof Body.Do all) {
            outline.list(all.tasks(), "/", "do");
        }
        program.workflow()
                .functions()
                .keySet()
                .forEach(name ->
                        outline.task(program.node("/use/functions/" + JsonPointer.escaped(name)), "/", "function"));
        return new RunProgram(
                source.hash(),
                new WorkflowRef(source.namespace(), source.name(), source.version()),
                source.format(),
                source.text(),
                outline.tasks);
    }

    /** The first line of a task in its text, from 1. */
    static int line(LoadedWorkflow workflow, Node node) {
        var source = workflow.source();
        return SourceText.of(source.name(), source.text())
                .position(node.range().start())
                .line();
    }

    private void list(@Nullable TaskList list, String parent, String section) {
        for (int i = 0; list != null && i < list.size(); i++) {
            task(list.get(i), parent, section);
        }
    }

    private void task(Node node, String parent, String section) {
        Range range = node.range();
        List<RunProgram.Edge> then = new ArrayList<>();
        boolean branch = section.equals("branch");
        if (node.body() instanceof Body.Switch choice) {
            choice.cases().forEach(each -> then.add(edge(node, each.then(), each.name())));
            if (choice.cases().stream().allMatch(each -> each.when() != null)) {
                then.add(edge(node, node.then(), null));
            }
        } else if (!branch) {
            then.add(edge(node, node.then(), null));
        }
        tasks.add(new RunProgram.Task(
                node.reference(),
                parent,
                section,
                node.name(),
                kind(node.body()),
                subject(node.body()),
                text.position(range.start()).line(),
                text.position(Math.max(range.start(), range.end() - 1)).line(),
                node.condition() != null,
                then));
        inside(node);
    }

    private void inside(Node node) {
        String reference = node.reference();
        switch (node.body()) {
            case Body.Do body -> list(body.tasks(), reference, "do");
            case Body.For body -> list(body.tasks(), reference, "do");
            case Body.Fork body -> list(body.branches(), reference, "branch");
            case Body.Try body -> {
                list(body.tasks(), reference, "do");
                list(body.handler(), reference, "catch");
            }
            case Body.Listen body -> foreach(body.foreach(), reference);
            case Body.Consume body -> foreach(body.foreach(), reference);
            case Body.Call body -> {}
            case Body.CallDefined body -> {}
            case Body.CallFetched body -> {}
            case Body.Emit body -> {}
            case Body.Raise body -> {}
            case Body.RunProcess body -> {}
            case Body.RunWorkflow body -> {}
            case Body.Set body -> {}
            case Body.Switch body -> {}
            case Body.Wait body -> {}
        }
    }

    private void foreach(Body.@Nullable Foreach foreach, String reference) {
        list(foreach == null ? null : foreach.tasks(), reference, "foreach");
    }

    private static RunProgram.Edge edge(Node from, Flow flow, @Nullable String label) {
        TaskList list = from.list();
        String to = switch (flow) {
            case Flow.Continue next ->
                from.index() + 1 < list.size() ? list.get(from.index() + 1).reference() : "exit";
            case Flow.Exit exit -> "exit";
            case Flow.End end -> "end";
            case Flow.Goto there -> list.get(there.index()).reference();
        };
        return new RunProgram.Edge(to, label);
    }

    private static String kind(Body body) {
        return switch (body) {
            case Body.Call b -> "call";
            case Body.CallDefined b -> "call";
            case Body.CallFetched b -> "call";
            case Body.Consume b -> "call";
            case Body.Do b -> "do";
            case Body.Emit b -> "emit";
            case Body.For b -> "for";
            case Body.Fork b -> "fork";
            case Body.Listen b -> "listen";
            case Body.Raise b -> "raise";
            case Body.RunProcess b -> "run";
            case Body.RunWorkflow b -> "run";
            case Body.Set b -> "set";
            case Body.Switch b -> "switch";
            case Body.Try b -> "try";
            case Body.Wait b -> "wait";
        };
    }

    private static @Nullable String subject(Body body) {
        return switch (body) {
            case Body.Call b -> b.function();
            case Body.CallFetched b -> b.name();
            case Body.Consume b -> b.function();
            case Body.RunProcess b -> b.function().replace("run:", "");
            case Body.RunWorkflow b -> b.namespace() + "/" + b.name();
            case Body.CallDefined b -> null;
            case Body.Do b -> null;
            case Body.Emit b -> null;
            case Body.For b -> null;
            case Body.Fork b -> b.compete() ? "the first wins" : null;
            case Body.Listen b -> null;
            case Body.Raise b -> null;
            case Body.Set b -> null;
            case Body.Switch b -> null;
            case Body.Try b -> b.retry() == null ? null : "with retries";
            case Body.Wait b -> null;
        };
    }
}
