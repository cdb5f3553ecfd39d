package io.flowork.grammar.scope;

import io.flowork.grammar.text.Range;
import io.flowork.grammar.workflow.Task;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.ScalarNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A variable that a task gives to the expressions inside of it.
 *
 * @param name without {@code $}
 * @param kind what it holds
 * @param task the name of the task that has it
 * @param declaration where that task's name stands in the file
 * @param giver the part of the task that names the variable, or could
 */
public record LocalVariable(String name, Kind kind, String task, Range declaration, MappingNode giver) {

    /** Where its name is written; null when it has the usual one. */
    public @Nullable ScalarNode given() {
        return giver.get(kind.key) instanceof ScalarNode name ? name : null;
    }

    /** What a variable holds. */
    public enum Kind {
        ITEM("each", "The item of the loop's turn.", "inside the loop of"),
        INDEX("at", "The index of the loop's turn, from 0.", "inside the loop of"),
        EVENT("item", "The event of the turn, as 'read' says.", "inside 'foreach' of"),
        EVENT_INDEX("at", "The index of the event, from 0.", "inside 'foreach' of"),
        ERROR("as", "The error that was caught: type, status, title, detail and instance.", "inside 'catch' of");

        private final String key;
        private final String summary;
        private final String where;

        Kind(String key, String summary, String where) {
            this.key = key;
            this.summary = summary;
            this.where = where;
        }

        /** The key that names it. */
        public String key() {
            return key;
        }

        /** What it is, in one line. */
        public String summary() {
            return summary;
        }

        /** Where it exists, before the name of a task. */
        public String where() {
            return where;
        }
    }

    /** The names that a loop gives to its {@code while} and {@code do}, in the order in which the runtime numbers them. */
    public static List<String> names(Task.For task) {
        return List.of(task.each(), task.at());
    }

    /** The names that {@code foreach} gives to all that is in it. */
    public static List<String> names(Task.Iterator iterator) {
        return List.of(iterator.item(), iterator.at());
    }

    /** The name that {@code catch} gives to all that is in it, but not to the attempts themselves. */
    public static List<String> names(Task.Catch handler) {
        return List.of(handler.as());
    }
}
