package io.flowork.lsp.refactor;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.scope.Stage;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workspace.Link;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import io.flowork.lsp.document.OpenTexts;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.refactor.Refactoring.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tasks of a workflow come to where it is run. */
final class SubflowInlining {
    /** What a run of its own has that differs from the one around it. */
    private static final Pattern OWN = Pattern.compile("\\$(?:context|workflow|secrets|authorization|task)\\b");

    private static final Pattern ANCHOR = Pattern.compile("(?:^|[\\s\\[{,])&[\\w-]");

    /** What of a workflow means the same for a task. */
    private static final List<String> KEPT = List.of("input", "timeout", "output");

    private final Selection selection;
    private final MappingNode.Entry run;
    private final MappingNode options;
    private final MappingNode call;
    private final Snapshot inner;
    private final Layouts layouts;
    private final Layouts innerLayouts;

    private SubflowInlining(
            Selection selection, MappingNode.Entry run, MappingNode options, MappingNode call, Snapshot inner) {
        this.selection = selection;
        this.run = run;
        this.options = options;
        this.call = call;
        this.inner = inner;
        this.layouts = new Layouts(selection.snapshot().source());
        this.innerLayouts = new Layouts(inner.source());
    }

    /** What can be done with a task that runs a workflow which is known. */
    static Optional<Refactoring> of(Selection selection, MappingNode body, Subflows subflows) {
        MappingNode.Entry run = body.entry("run");
        if (run == null
                || !(run.value() instanceof MappingNode options)
                || !(options.get("workflow") instanceof MappingNode call)
                || !(call.get("namespace") instanceof ScalarNode namespace)
                || !(call.get("name") instanceof ScalarNode name)
                || !(call.get("version") instanceof ScalarNode version)) {
            return Optional.empty();
        }
        String title = "Put the tasks of the workflow '" + name.text() + "' in place of its run";
        Snapshot inner =
                subflows.find(namespace.text(), name.text(), version.text()).orElse(null);
        if (inner == null) {
            String refused =
                    "there is no file of this workflow in this version, or it is not certain which one is meant";
            return Optional.of(new Refactoring("inline-workflow", title, Kind.INLINE, refused, () -> Change.of()));
        }
        SubflowInlining inlining = new SubflowInlining(selection, run, options, call, inner);
        return Optional.of(new Refactoring(
                "inline-workflow", title, Kind.INLINE, inlining.refused(), () -> inlining.change(name.text())));
    }

    // --- why it cannot be done ---

    private @Nullable String refused() {
        if (inner.uri().equals(selection.snapshot().uri())) {
            return "the workflow runs itself";
        }
        String refused = Selection.refused(selection.snapshot());
        if (refused == null) {
            refused = refusedHere();
        }
        if (refused == null) {
            refused = refusedThere();
        }
        return refused == null ? refusedTogether() : refused;
    }

    private @Nullable String refusedHere() {
        for (MappingNode.Entry option : options.entries()) {
            boolean waits =
                    option.name().equals("await") && text(option.value()).equals("true");
            if (!option.name().equals("workflow") && !waits) {
                return "the task does more than to wait for the workflow's output: " + option.name();
            }
        }
        Range lines = layouts.lines(run);
        if (lines == null) {
            return "the task is written in brackets";
        }
        Node input = call.get("input");
        Range kept = input == null ? new Range(lines.end(), lines.end()) : input.range();
        String around = layouts.text(lines.start(), kept.start()) + layouts.text(kept.end(), lines.end());
        if (around.contains("#")) {
            return "a comment of the task would be lost";
        }
        if (input == null) {
            return null;
        }
        if (!(input instanceof MappingNode)) {
            return "the input is no object";
        }
        boolean block = layouts.isFirst(input.range().start());
        return block || layouts.line(input.range().start()) == layouts.lastLine(input)
                ? null
                : "the input is written over several lines";
    }

    private @Nullable String refusedThere() {
        if (inner.analysis().hasErrors() || !(inner.root() instanceof MappingNode root)) {
            return "the other workflow has errors; mend them first";
        }
        for (String own : List.of("use", "evaluate")) {
            if (root.has(own)) {
                return "the other workflow has a '" + own + "' of its own";
            }
        }
        if (ANCHOR.matcher(inner.source().text()).find()) {
            return "the other workflow has anchors, whose names may be taken";
        }
        for (ExpressionSite site : inner.analysis().sites()) {
            if (site.stage() == Stage.TASK_EXPORT
                    || OWN.matcher(site.expression().text()).find()) {
                return "the other workflow uses what only a run of its own has, such as its context";
            }
        }
        for (Outline.Jump jump : inner.outline().jumps()) {
            if (jump.node().text().equals("end")) {
                return "'then: end' ends the other workflow only";
            }
        }
        if (!(root.get("do") instanceof SequenceNode tasks)
                || innerLayouts.isInBrackets(tasks)
                || tasks.items().stream().anyMatch(item -> innerLayouts.dash(item) < 0)
                || KEPT.stream()
                        .map(root::entry)
                        .anyMatch(entry -> entry != null && innerLayouts.lines(entry) == null)) {
            return "the other workflow is written in brackets";
        }
        return null;
    }

    private @Nullable String refusedTogether() {
        Snapshot outer = selection.snapshot();
        var here = outer.analysis().workflow();
        var there = inner.analysis().workflow();
        if (here == null || there == null || !here.dsl().equals(there.dsl())) {
            return "the other workflow is written in another version of the DSL";
        }
        boolean beside = Objects.equals(folder(outer), folder(inner));
        if (!beside && inner.analysis().links().stream().anyMatch(link -> !(link instanceof Link.Subflow))) {
            return "the other workflow names files from another folder";
        }
        return layouts.newLine().equals(innerLayouts.newLine()) ? null : "the two files end their lines differently";
    }

    private static @Nullable Path folder(Snapshot snapshot) {
        return OpenTexts.file(snapshot.source().name()).map(Path::getParent).orElse(null);
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.text() : "";
    }

    // --- the change ---

    private Change change(String name) {
        MappingNode root = (MappingNode) Objects.requireNonNull(inner.root());
        SequenceNode tasks = (SequenceNode) Objects.requireNonNull(root.get("do"));
        MappingNode.Entry input = call.entry("input");
        List<MappingNode.Entry> kept = new ArrayList<>();
        for (String each : KEPT) {
            MappingNode.Entry entry = root.entry(each);
            if (entry != null) {
                kept.add(entry);
            }
        }
        int column = layouts.column(run.key().range().start());
        List<String> lines = new ArrayList<>();
        lines.add(" ".repeat(column) + "do:");
        int at = column + 2;
        if (input != null) {
            String pad = " ".repeat(at);
            lines.add(pad + "- input:");
            lines.add(pad + "    set:" + layouts.argument(input.value(), at + 6));
        }
        if (input != null || !kept.isEmpty()) {
            lines.add(" ".repeat(at) + "- " + Names.written(name.equals("input") ? "workflow" : name) + ":");
            at += 4;
            for (MappingNode.Entry entry : kept) {
                lines.add(moved(entry.range(), at));
            }
            lines.add(" ".repeat(at) + "do:");
            at += 2;
        }
        int first = innerLayouts.dash(tasks.items().getFirst());
        lines.add(innerLayouts.moved(
                innerLayouts.line(first), innerLayouts.lastLine(tasks), at - innerLayouts.column(first)));
        String text = String.join(layouts.newLine(), lines) + layouts.newLine();
        return Change.of(new Edit(Objects.requireNonNull(layouts.lines(run)), text));
    }

    private String moved(Range range, int to) {
        return innerLayouts.moved(
                innerLayouts.line(range.start()),
                innerLayouts.line(range.end()),
                to - innerLayouts.column(range.start()));
    }
}
