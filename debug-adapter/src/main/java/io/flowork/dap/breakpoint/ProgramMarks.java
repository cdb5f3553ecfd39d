package io.flowork.dap.breakpoint;

import io.flowork.core.program.Program;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.yaml.ErrorNode;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import io.flowork.grammar.yaml.YamlReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The places of a program's text at which a breakpoint can be, and which of them a line means. */
public final class ProgramMarks {
    private final SourceText source;
    private final Set<String> references;
    private final Set<Node> expressions = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Mark> marks = new ArrayList<>();
    private final Map<String, Mark> tasks = new HashMap<>();

    /** The places of the conditions of extensions, and the tasks that each is about. */
    private final Map<String, Set<String>> extended = new HashMap<>();

    private ProgramMarks(SourceText source, Set<String> references) {
        this.source = source;
        this.references = references;
    }

    /** Where a line leads. */
    public sealed interface Bound {}

    /**
     * To a place.
     *
     * @param mark the place
     * @param message why it is another line, if it is
     */
    public record Found(Mark mark, @Nullable String message) implements Bound {}

    /**
     * Nowhere.
     *
     * @param reason why, and what to do
     */
    public record Nowhere(String reason) implements Bound {}

    /**
     * The places in a program's text.
     *
     * @param source the text that the program was compiled from
     */
    public static ProgramMarks of(SourceText source, Program program) {
        WorkflowAnalysis.Analysis analysis = WorkflowAnalysis.analyze(source);
        ProgramMarks made = new ProgramMarks(source, program.references());
        for (ExpressionSite site : analysis.sites()) {
            made.expressions.add(site.node());
        }
        made.extensions(program);
        Node root = analysis.tree().root();
        if (root != null) {
            made.node(root, "", null);
        }
        return made.sorted();
    }

    /**
     * The tasks in the text of a function that is kept in a file.
     *
     * @param place where the file is
     * @param program the program that calls it
     */
    public static ProgramMarks ofFunction(SourceText source, String place, Program program) {
        ProgramMarks made = new ProgramMarks(source, program.references(place, source.text()));
        String beginning = place + Program.IN_FILE;
        if (YamlReader.read(source).root() instanceof MappingNode root) {
            MappingNode.Entry first =
                    root.entries().isEmpty() ? null : root.entries().getFirst();
            Mark whole = first != null && made.references.contains(beginning)
                    ? made.mark(beginning, JsonPointer.last(place), first.key().range(), true)
                    : null;
            if (whole != null) {
                made.tasks.put(beginning, whole);
            }
            made.node(root, beginning, whole);
        }
        return made.sorted();
    }

    private void extensions(Program program) {
        for (String reference : references) {
            for (int index : program.node(reference).extensions()) {
                String when = "/use/extensions/" + index + "/"
                        + JsonPointer.escaped(program.extensions().get(index).name()) + "/when";
                extended.computeIfAbsent(when, place -> new HashSet<>()).add(reference);
            }
        }
    }

    private ProgramMarks sorted() {
        marks.sort(Comparator.comparingInt(mark -> mark.range().start()));
        return this;
    }

    private void node(Node node, String pointer, @Nullable Mark task) {
        switch (node) {
            case MappingNode mapping -> {
                for (MappingNode.Entry entry : mapping.entries()) {
                    String inside = pointer + "/" + JsonPointer.escaped(entry.name());
                    Mark found = references.contains(inside) && !tasks.containsKey(inside)
                            ? mark(inside, entry.name(), entry.key().range(), true)
                            : null;
                    if (found != null) {
                        tasks.put(inside, found);
                    }
                    node(entry.value(), inside, found == null ? task : found);
                }
            }
            case SequenceNode sequence -> {
                int place = 0;
                for (Node item : sequence.items()) {
                    node(item, pointer + "/" + place++, task);
                }
            }
            case ScalarNode scalar -> {
                if (task != null && expressions.remove(scalar)) { // an alias leads to it again
                    var _ = mark(task.reference(), task.name(), scalar.range(), false);
                } else if (task == null && extended.containsKey(pointer)) {
                    var _ = mark(pointer, extended.get(pointer), "when", scalar.range(), false);
                }
            }
            case ErrorNode error -> {}
        }
    }

    private Mark mark(String reference, String name, Range range, boolean isTask) {
        return mark(reference, Set.of(reference), name, range, isTask);
    }

    private Mark mark(String reference, Set<String> stops, String name, Range range, boolean isTask) {
        int last = source.position(Math.max(range.start(), range.end() - 1)).line();
        Mark mark = new Mark(reference, stops, name, range, source.position(range.start()), last, isTask);
        marks.add(mark);
        return mark;
    }

    /** The text. */
    public SourceText source() {
        return source;
    }

    /** Where a task's name stands; null if the task is not in this text. */
    public @Nullable Mark task(String reference) {
        return tasks.get(reference);
    }

    /** The references of the tasks in the order of the text. */
    public List<String> tasks() {
        return marks.stream().filter(Mark::isTask).map(Mark::reference).toList();
    }

    /**
     * The place that a line means: what is on it, or the first one after it.
     *
     * @param line the line, from 1
     * @param column the column in UTF-16 code units, from 1; null for the whole line
     */
    public Bound bind(int line, @Nullable Integer column) {
        if (line < 1 || line > source.lines()) {
            return new Nowhere("The file has no line " + line + "; its last one is " + source.lines());
        }
        Mark found = column == null ? onOrAfter(line) : at(new Position(line, column));
        if (found == null) {
            return new Nowhere("Nothing runs at line " + line + " or after it"
                    + (source.line(line).strip().startsWith("#") ? ": it is a comment after the last task" : "")
                    + "; set the breakpoint on a task");
        }
        Mark task = tasks.getOrDefault(found.reference(), found);
        if (extended.containsKey(found.reference())) {
            return new Found(
                    found,
                    found.start().line() == line
                            ? null
                            : "Moved to line " + found.start().line()
                                    + ", where an extension has its condition: the run stops before each task that it is about");
        }
        if (task.start().line() == line) {
            return new Found(task, null);
        }
        return new Found(
                task,
                found.isTask()
                        ? "Moved to line " + task.start().line() + ", where the next task, '" + task.name()
                                + "', begins"
                        : "Moved to line " + task.start().line() + ": the run stops before the task '" + task.name()
                                + "', which this expression is part of");
    }

    /** What a line has, or the first that begins after it. */
    private @Nullable Mark onOrAfter(int line) {
        Mark around = null;
        for (Mark mark : marks) {
            if (mark.start().line() >= line) {
                return around != null && mark.start().line() > line ? around : mark;
            }
            if (mark.lastLine() >= line) {
                around = mark; // an expression of several lines
            }
        }
        return around;
    }

    /** What a column is in; else the nearest before it on its line, else as for the line. */
    private @Nullable Mark at(Position position) {
        int offset = source.offset(position);
        Mark before = null;
        for (Mark mark : marks) {
            if (mark.range().start() <= offset && mark.lastLine() >= position.line()) {
                before = mark;
            }
        }
        return before == null ? onOrAfter(position.line()) : before;
    }

    /** The places that begin on some lines, one for each task and column, in the order of the text. */
    public List<Mark> between(int firstLine, int lastLine) {
        Map<Integer, Mark> found = new TreeMap<>();
        for (Mark mark : marks) {
            if (mark.start().line() >= firstLine && mark.start().line() <= lastLine) {
                found.putIfAbsent(mark.range().start(), mark);
            }
        }
        return List.copyOf(found.values());
    }

    /**
     * The tasks that a name means: those of that name, or those whose reference a pattern fits.
     *
     * @param name a task's name, or from {@code /} on a reference; {@code *} in it stands for anything
     */
    public Set<String> named(String name) {
        Set<String> found = new HashSet<>();
        for (String reference : references) {
            boolean named = name.startsWith("/")
                    ? Wildcards.fits(name, reference)
                    : Wildcards.fits(name, JsonPointer.last(reference));
            if (named && !reference.equals("/")) {
                found.add(reference);
            }
        }
        return found;
    }
}
