package io.flowork.lsp.outline;

import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names that a workflow gives and uses, in the order of its text; also of one that has errors.
 *
 * @param tasks its tasks
 * @param definitions what it defines in {@code use}
 * @param uses where that is named
 * @param jumps where tasks are named as the next one
 * @param events where types of events are named
 */
public record Outline(
        List<TaskName> tasks, List<Definition> definitions, List<Use> uses, List<Jump> jumps, List<EventType> events) {
    /** Copies the lists. */
    public Outline {
        tasks = List.copyOf(tasks);
        definitions = List.copyOf(definitions);
        uses = List.copyOf(uses);
        jumps = List.copyOf(jumps);
        events = List.copyOf(events);
    }

    /**
     * A task.
     *
     * @param key its name
     * @param value what it does
     * @param list where the list that it is in begins, which tells lists apart
     */
    public record TaskName(ScalarNode key, Placed value, int list) {
        /** Its name. */
        public String name() {
            return key.text();
        }
    }

    /**
     * Something that is defined in {@code use}.
     *
     * @param section what it is
     * @param key its name
     * @param value its definition; for a secret the name itself
     */
    public record Definition(Shape.Section section, ScalarNode key, Placed value) {
        /** Its name. */
        public String name() {
            return key.text();
        }
    }

    /**
     * A place that names something of {@code use}.
     *
     * @param section what is named
     * @param node the name
     */
    public record Use(Shape.Section section, ScalarNode node) {}

    /**
     * A place that names the task to go on with.
     *
     * @param node the name, or a word such as {@code end}
     * @param list where the list begins whose tasks can be named
     */
    public record Jump(ScalarNode node, int list) {}

    /**
     * A place that names a type of events; what an expression gives is not known.
     *
     * @param emitted whether such an event is emitted; else it is waited for
     * @param type the type
     * @param range where it stands, without quotes
     */
    public record EventType(boolean emitted, String type, Range range) {}

    /** The outline of a text, of which there may be nothing. */
    public static Outline of(@Nullable Node root) {
        List<TaskName> tasks = new ArrayList<>();
        List<Definition> definitions = new ArrayList<>();
        List<Use> uses = new ArrayList<>();
        List<Jump> jumps = new ArrayList<>();
        List<EventType> events = new ArrayList<>();
        Deque<Placed> open = new ArrayDeque<>();
        if (root != null) {
            open.push(Placed.root(root));
        }
        while (!open.isEmpty()) {
            Placed at = open.pop();
            ScalarNode key = at.key();
            if (at.isTask() && key != null && listOf(at) >= 0) {
                tasks.add(new TaskName(key, at, listOf(at)));
            }
            Shape.Section section = definedIn(at);
            if (section != null) {
                ScalarNode name = key == null && at.node() instanceof ScalarNode own ? own : key;
                if (name != null) {
                    definitions.add(new Definition(section, name, at));
                }
            }
            if (at.isRepeated()) {
                continue; // its key is written here, its value where the anchor is
            }
            if (at.node() instanceof ScalarNode scalar) {
                EventType event = event(at, scalar);
                if (event != null) {
                    events.add(event);
                }
                switch (at.chosen()) {
                    case Shape.Reference reference -> uses.add(new Use(reference.section(), scalar));
                    case Shape.Flow ignored -> jumps.add(new Jump(scalar, listAround(at)));
                    case Shape.Text text
                    when text.format() == Shape.Format.FUNCTION -> uses.add(new Use(Shape.Section.FUNCTIONS, scalar));
                    case null, default -> {}
                }
            }
            for (Placed child : at.named().reversed()) {
                open.push(child);
            }
        }
        return new Outline(tasks, definitions, uses, jumps, events);
    }

    private static @Nullable EventType event(Placed value, ScalarNode scalar) {
        Placed around = value.parent();
        ObjectType type = around == null
                        || value.property() == null
                        || !value.property().name().equals("type")
                ? null
                : around.type();
        if (type == null || scalar.text().isEmpty() || scalar.text().contains("${")) {
            return null;
        }
        return switch (type.name()) {
            case "emittedEvent" -> new EventType(true, scalar.text(), text(scalar));
            case "eventAttributes" -> new EventType(false, scalar.text(), text(scalar));
            default -> null;
        };
    }

    /** Where a scalar's text stands, without its quotes. */
    public static Range text(ScalarNode node) {
        return node.rangeOf(new Range(0, node.text().length()));
    }

    /** Where the list begins that a task is an element of; -1 for a task that is in none. */
    private static int listOf(Placed task) {
        Placed item = task.parent();
        if (item == null) {
            return -1;
        }
        Placed list = item.parent();
        return list != null && item.key() == null && list.chosen() instanceof Shape.Tasks
                ? list.node().range().start()
                : -1;
    }

    /** Where the innermost list of tasks around a value begins; -1 outside of all. */
    private static int listAround(Placed value) {
        for (Placed at = value; at != null; at = at.parent()) {
            if (at.isTask()) {
                return listOf(at);
            }
        }
        return -1;
    }

    private static Shape.@Nullable Section definedIn(Placed value) {
        Placed around = value.parent();
        Placed use = around == null ? null : around.parent();
        ScalarNode name = around == null ? null : around.key();
        if (use == null
                || name == null
                || use.key() == null
                || !use.key().text().equals("use")) {
            return null;
        }
        for (Shape.Section section : Shape.Section.values()) {
            if (section.key().equals(name.text())
                    && use.parent() != null
                    && use.parent().parent() == null) {
                return section;
            }
        }
        return null;
    }
}
