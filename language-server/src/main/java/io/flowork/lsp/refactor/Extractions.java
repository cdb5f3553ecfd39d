package io.flowork.lsp.refactor;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.lsp.outline.Outline.Definition;
import io.flowork.lsp.outline.Outline.TaskName;
import io.flowork.lsp.refactor.Refactoring.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tasks become a task, a function or a workflow of their own. */
final class Extractions {
    private final Selection selection;
    private final Layouts layouts;
    private final String newLine;

    private Extractions(Selection selection) {
        this.selection = selection;
        this.layouts = new Layouts(selection.snapshot().source());
        this.newLine = layouts.newLine();
    }

    /** What can be done with tasks. */
    static List<Refactoring> of(Selection selection) {
        Extractions extractions = new Extractions(selection);
        String what = selection.tasks().size() == 1 ? "the task" : "the tasks";
        List<Refactoring> all = new ArrayList<>();
        String inside = selection.refusedInside();
        all.add(new Refactoring("do", "Put " + what + " in a 'do'", Kind.EXTRACT, inside, extractions::toDo));
        all.add(new Refactoring("try", "Try " + what + " and catch errors", Kind.REWRITE, inside, extractions::toTry));
        String use = extractions.refusedUse();
        String elsewhere = selection.refusedElsewhere();
        all.add(new Refactoring(
                "function",
                "Make " + what + " a function",
                Kind.EXTRACT,
                elsewhere == null ? use : elsewhere,
                extractions::toFunction));
        all.add(new Refactoring(
                "workflow",
                "Make " + what + " a workflow of its own",
                Kind.EXTRACT,
                selection.refusedAsWorkflow(),
                extractions::toWorkflow));
        return all;
    }

    private int firstLine() {
        return layouts.line(layouts.dash(Selection.item(selection.tasks().getFirst())));
    }

    private int lastLine() {
        return layouts.lastLine(selection.tasks().getLast().value().node());
    }

    private int dashColumn() {
        return layouts.column(layouts.dash(Selection.item(selection.tasks().getFirst())));
    }

    private int listStep() {
        ScalarNode key = selection.list().key();
        return key == null ? 2 : layouts.listStep(selection.sequence(), key);
    }

    private Edit replaced(String text) {
        return new Edit(new Range(layouts.start(firstLine()), layouts.end(lastLine())), text);
    }

    /** The tasks in lines, with their dashes in a column. */
    private String tasks(int column) {
        return layouts.moved(firstLine(), lastLine(), column - dashColumn());
    }

    private String line(int column, String text) {
        return " ".repeat(column) + text + newLine;
    }

    private Change toDo() {
        int at = dashColumn();
        String name = selection.freeName("steps", List.of());
        return Change.of(replaced(line(at, "- " + name + ":") + line(at + 4, "do:") + tasks(at + 4 + listStep())));
    }

    private Change toTry() {
        int at = dashColumn();
        int list = at + 4 + listStep();
        int inner = at + 6 + listStep();
        String name = selection.freeName("attempt", List.of());
        return Change.of(replaced(line(at, "- " + name + ":")
                + line(at + 4, "try:")
                + tasks(list)
                + newLine
                + line(at + 4, "catch:")
                + line(at + 6, "do:")
                + line(inner, "- recover:")
                + line(inner + 4, "set:")
                + " ".repeat(inner + 6)
                + "error: ${ $error }"));
    }

    // --- functions ---

    /** Why nothing can be added to {@code use.functions}; null if it can. */
    private @Nullable String refusedUse() {
        if (!(selection.snapshot().root() instanceof MappingNode root) || layouts.isInBrackets(root)) {
            return "the workflow is written in brackets";
        }
        Node use = root.get("use");
        Node functions = use instanceof MappingNode mapping ? mapping.get("functions") : null;
        boolean written = (use == null || isBlock(use)) && (functions == null || isBlock(functions));
        return written ? null : "'use' is written in brackets";
    }

    private boolean isBlock(Node node) {
        return node instanceof MappingNode mapping
                && !layouts.isInBrackets(mapping)
                && !mapping.entries().isEmpty();
    }

    private String functionName() {
        TaskName single = selection.single();
        String wanted = single == null ? "steps" : single.name();
        List<String> taken = selection.snapshot().outline().definitions().stream()
                .map(Definition::name)
                .toList();
        String name = wanted;
        int number = 2;
        while (taken.contains(name)) {
            name = wanted + number++;
        }
        return name;
    }

    private Change toFunction() {
        String function = functionName();
        TaskName single = selection.single();
        String task = single == null ? selection.freeName("steps", List.of()) : single.name();
        int at = dashColumn();
        Edit call = replaced(line(at, "- " + Names.written(task) + ":")
                + line(at + 4, "call: " + Names.written(function))
                + line(at + 4, "with:")
                + " ".repeat(at + 6)
                + "data: ${ . }");
        return Change.of(defined(function), call);
    }

    private Edit defined(String function) {
        MappingNode root =
                (MappingNode) Objects.requireNonNull(selection.snapshot().root());
        MappingNode use = root.get("use") instanceof MappingNode known ? known : null;
        MappingNode functions = use != null && use.get("functions") instanceof MappingNode known ? known : null;
        if (functions != null) {
            int column =
                    layouts.column(functions.entries().getFirst().key().range().start());
            return after(functions, newLine + definition(function, column));
        }
        if (use != null) {
            int column = layouts.column(use.entries().getFirst().key().range().start());
            return after(use, newLine + line(column, "functions:") + definition(function, column + 2));
        }
        MappingNode.Entry tasks = Objects.requireNonNull(root.entry("do"), "a workflow without errors has tasks");
        int line = layouts.line(tasks.key().range().start());
        while (line > 1
                && layouts.text(layouts.start(line - 1), layouts.end(line - 1)).startsWith("#")) {
            line--;
        }
        return Change.insert(
                layouts.start(line), line(0, "use:") + line(2, "functions:") + definition(function, 4) + newLine);
    }

    private Edit after(MappingNode mapping, String text) {
        return Change.insert(layouts.end(layouts.line(mapping.range().end())), text);
    }

    private String definition(String function, int column) {
        return line(column, Names.written(function) + ":")
                + line(column + 2, "input:")
                + line(column + 4, "from: .data")
                + line(column + 2, "do:")
                + tasks(column + 2 + listStep());
    }

    // --- workflows ---

    private Change toWorkflow() {
        TaskName single = selection.single();
        String task = single == null ? selection.freeName("steps", List.of()) : single.name();
        MappingNode document = (MappingNode) Objects.requireNonNull(
                ((MappingNode) Objects.requireNonNull(selection.snapshot().root())).get("document"));
        String namespace = text(document, "namespace");
        String name = shortened(text(document, "name") + "-" + task);
        int at = dashColumn();
        Edit run = replaced(line(at, "- " + Names.written(task) + ":")
                + line(at + 4, "run:")
                + line(at + 6, "workflow:")
                + line(at + 8, "namespace: " + Names.written(namespace))
                + line(at + 8, "name: " + Names.written(name))
                + " ".repeat(at + 8)
                + "version: '1.0.0'");
        String file = line(0, "document:")
                + line(2, "dsl: '" + text(document, "dsl") + "'")
                + line(2, "namespace: " + Names.written(namespace))
                + line(2, "name: " + Names.written(name))
                + line(2, "version: '1.0.0'")
                + line(0, "do:")
                + tasks(listStep())
                + newLine;
        return new Change(List.of(run), List.of(new Change.NewFile(name + ".flow.yaml", file)));
    }

    private static String text(MappingNode document, String key) {
        return document.get(key) instanceof ScalarNode scalar ? scalar.text() : "";
    }

    /** A name as workflows may have: up to 63 letters, digits and dashes. */
    private static String shortened(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-+", "");
        String cut = plain.length() > 63 ? plain.substring(0, 63) : plain;
        return cut.replaceAll("-+$", "");
    }
}
