package io.flowork.grammar.flow;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.workflow.DataStage;
import io.flowork.grammar.workflow.SchemaSpec;
import io.flowork.grammar.workflow.Task;
import io.flowork.grammar.workflow.TaskHead;
import io.flowork.grammar.workflow.Template;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The types of errors that tasks can raise, where that can be known. */
final class RaisedErrors {
    /** What any task can raise, by its expressions, schemas and timeouts and by the runtime. */
    private static final Set<String> ALWAYS = Set.of("configuration", "expression", "runtime", "timeout", "validation");

    /** What the URIs of standard errors have before their names, in all forms that are in use. */
    private static final List<String> STANDARD = List.of(
            "https://serverlessworkflow.io/spec/1.0.0/errors/",
            "https://open-workflow-specification.org/spec/1.0.0/errors/",
            "https://serverlessworkflow.io/dsl/errors/types/",
            "https://open-workflow-specification.org/dsl/errors/types/");

    private final boolean extended;

    /**
     * @param extended whether there are extensions, whose tasks can raise anything
     */
    RaisedErrors(boolean extended) {
        this.extended = extended;
    }

    /** The type a filter asks for, if it asks for one. */
    static @Nullable String type(@Nullable JsonObject filter) {
        return filter != null && filter.get("type") instanceof JsonString type ? type.value() : null;
    }

    /** A type in one form: the name of a standard error, or the URI itself. */
    static String normalized(String type) {
        for (String prefix : STANDARD) {
            if (type.startsWith(prefix)) {
                return type.substring(prefix.length());
            }
        }
        return type;
    }

    /** The types that tasks can raise; null when they cannot be known. */
    @Nullable
    Set<String> of(List<Task> tasks) {
        Set<String> types = new HashSet<>(ALWAYS);
        return !extended && add(tasks, types) ? types : null;
    }

    private static boolean add(List<Task> tasks, Set<String> types) {
        for (Task task : tasks) {
            if (!add(task, types)) {
                return false;
            }
        }
        return true;
    }

    private static boolean add(Task task, Set<String> types) {
        TaskHead head = task.head();
        if (fetches(head.input()) || fetches(head.output()) || fetches(head.export())) {
            return false;
        }
        return switch (task) {
            case Task.Set ignored -> true;
            case Task.Switch ignored -> true;
            case Task.Wait ignored -> true;
            case Task.Raise raise -> {
                JsonValue type = literal(raise.error());
                if (type instanceof JsonString text) {
                    types.add(normalized(text.value()));
                }
                yield type instanceof JsonString;
            }
            case Task.Do sequence -> add(sequence.tasks(), types);
            case Task.For loop -> add(loop.tasks(), types);
            case Task.Fork fork -> add(fork.branches(), types);
            case Task.Try attempt -> {
                List<Task> handling = attempt.handler().tasks();
                yield add(attempt.tasks(), types) && (handling == null || add(handling, types));
            }
            case Task.Call ignored -> false;
            case Task.CallDefined ignored -> false;
            case Task.Emit ignored -> false;
            case Task.Listen ignored -> false;
            case Task.RunProcess ignored -> false;
            case Task.RunWorkflow ignored -> false;
        };
    }

    /** Whether a schema must be fetched first, which can fail in many ways. */
    private static boolean fetches(DataStage stage) {
        return stage.schema() instanceof SchemaSpec.External;
    }

    /** The type of an error as it is written; null when an expression produces it. */
    private static @Nullable JsonValue literal(Template error) {
        return switch (error) {
            case Template.Literal literal -> literal.value() instanceof JsonObject object ? object.get("type") : null;
            case Template.ObjectOf object -> {
                for (Template.Member member : object.members()) {
                    if (member.key().equals("type")) {
                        yield member.value() instanceof Template.Literal literal ? literal.value() : null;
                    }
                }
                yield null;
            }
            case Template.ArrayOf ignored -> null;
            case Template.Computed ignored -> null;
            case Template.Loose ignored -> null;
            case Template.UriTemplate ignored -> null;
        };
    }
}
