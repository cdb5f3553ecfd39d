package io.flowork.grammar.dsl;

import static io.flowork.grammar.dsl.Shapes.*;

import io.flowork.grammar.dsl.Shape.Format;
import io.flowork.grammar.dsl.Shape.Section;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonString;
import java.util.ArrayList;
import java.util.List;

/** The kinds of tasks. */
final class TaskTypes {
    private static final String ARRAYS = "1.0.3";

    private TaskTypes() {}

    /** The kinds, each named by its key; {@code do} comes after {@code for}, which has that key too. */
    static List<ObjectType> kinds() {
        return List.of(
                kind(
                        "call",
                        "Calls a function: of a protocol, of this workflow, or of a catalog.",
                        Property.of("call", text(Format.FUNCTION), "The function.")
                                .needed()
                                .such("http"),
                        Property.of("with", OBJECT_TEMPLATE, "Its arguments.")),
                kind(
                        "emit",
                        "Publishes an event.",
                        Property.of("emit", of("emit"), "The event.").needed()),
                kind(
                        "for",
                        "Does tasks for each item of a collection.",
                        Property.of("for", of("loop"), "The items.").needed(),
                        Property.of("while", EXPRESSION, "Goes on as long as it holds."),
                        Property.of("do", TASKS, "The tasks to do for each item.")
                                .needed()),
                kind(
                        "do",
                        "Does tasks in order.",
                        Property.of("do", TASKS, "The tasks.").needed()),
                kind(
                        "fork",
                        "Does tasks at the same time.",
                        Property.of("fork", of("fork"), "The branches.").needed()),
                kind(
                        "listen",
                        "Waits for events.",
                        Property.of("listen", of("listen"), "The events.").needed(),
                        Property.of("foreach", of("iterator"), "What to do for each event, one after the other.")),
                kind(
                        "raise",
                        "Raises an error.",
                        Property.of("raise", of("raise"), "The error.").needed()),
                kind(
                        "run",
                        "Runs a container, a script, a shell command or another workflow.",
                        Property.of("run", of("run"), "What to run.").needed()),
                kind(
                        "set",
                        "Sets the data, which replaces the data there was.",
                        Property.of("set", either(TEMPLATE, new Shape.Data(true, 1, true)), "The data.")
                                .needed()),
                kind(
                        "switch",
                        "Goes on where the first case that matches says.",
                        Property.of("switch", new Shape.NamedList(of("case"), 1), "The cases in order.")
                                .needed()),
                kind(
                        "try",
                        "Does tasks and handles their errors.",
                        Property.of("try", TASKS, "The tasks to try.").needed(),
                        Property.of("catch", of("catch"), "What to do with errors.")
                                .needed()),
                kind(
                        "wait",
                        "Waits for some time.",
                        Property.of("wait", DURATION, "How long.").needed().such("PT5S")));
    }

    private static ObjectType kind(String name, String summary, Property... own) {
        List<Property> properties = new ArrayList<>(List.of(own));
        properties.add(Property.of("if", EXPRESSION, "Whether to do the task; evaluated on its raw input."));
        properties.add(Property.of("input", of("input"), "Checks and transforms the task's input."));
        properties.add(Property.of("output", of("output"), "Transforms and checks the task's output."));
        properties.add(Property.of("export", of("export"), "Sets the workflow's context from the task's output."));
        properties.add(Property.of(
                "timeout", either(reference(Section.TIMEOUTS), of("timeout")), "How long the task may take."));
        properties.add(Property.of("then", FLOW, "Where to go afterwards.").standard(JsonString.of("continue")));
        properties.add(Property.of("metadata", OBJECT, "Anything else tools want to keep with it."));
        return ObjectType.of(name, summary, properties.toArray(Property[]::new));
    }

    static List<ObjectType> parts() {
        return List.of(
                ObjectType.of(
                        "emit",
                        "An event to publish.",
                        Property.of("event", of("emittedEventHolder"), "The event.")
                                .needed()),
                ObjectType.of(
                                "emittedEventHolder",
                                "An event to publish.",
                                Property.of("with", of("emittedEvent"), "Its attributes."))
                        .open(),
                ObjectType.of(
                        "loop",
                        "The items of a loop.",
                        Property.of("each", TEXT, "The variable of the item.").standard(JsonString.of("item")),
                        Property.of("in", either(EXPRESSION, list(OBJECT_TEMPLATE)), "The items.")
                                .needed()
                                .such(".orders"),
                        Property.of("at", TEXT, "The variable of the item's index.")
                                .standard(JsonString.of("index"))),
                ObjectType.of(
                        "fork",
                        "Branches.",
                        Property.of("branches", new Shape.Tasks(true), "One task a branch.")
                                .needed(),
                        Property.of("compete", FLAG, "Whether the first branch to complete wins and stops the others.")
                                .standard(JsonBoolean.FALSE)),
                ObjectType.of(
                        "listen",
                        "Events to wait for.",
                        Property.of("to", of("eventStrategy"), "Which events.").needed(),
                        Property.of("read", oneOf("data", "envelope", "raw"), "What of each event is taken.")
                                .standard(JsonString.of("data"))),
                ObjectType.of(
                        "raise",
                        "An error to raise.",
                        Property.of("error", either(reference(Section.ERRORS), of("error")), "The error.")
                                .needed()),
                ObjectType.of(
                                "run",
                                "What to run.",
                                Property.of("container", of("container"), "A container."),
                                Property.of("script", of("script"), "A script."),
                                Property.of("shell", of("shell"), "A shell command."),
                                Property.of("workflow", of("subflow"), "Another workflow."),
                                Property.of("await", FLAG, "Whether to wait for its end.")
                                        .standard(JsonBoolean.TRUE),
                                Property.of(
                                                "return",
                                                oneOf("stdout", "stderr", "code", "all", "none"),
                                                "What of it is the output.")
                                        .standard(JsonString.of("stdout")))
                        .oneOf("container", "script", "shell", "workflow"),
                ObjectType.of(
                        "container",
                        "A container to run.",
                        Property.of("image", TEMPLATE, "The image.").needed().such("alpine"),
                        Property.of("name", TEMPLATE, "The container's name."),
                        Property.of("command", TEMPLATE, "The command to run in it."),
                        Property.of("ports", OBJECT_TEMPLATE, "Ports to map."),
                        Property.of("volumes", OBJECT_TEMPLATE, "Volumes to map."),
                        Property.of("environment", OBJECT_TEMPLATE, "Environment variables."),
                        stdin(),
                        arguments(),
                        Property.of("lifetime", of("containerLifetime"), "When it is removed."),
                        Property.of("pullPolicy", oneOf("ifNotPresent", "always", "never"), "When its image is pulled.")
                                .standard(JsonString.of("ifNotPresent"))),
                ObjectType.of(
                        "containerLifetime",
                        "When a container is removed.",
                        Property.of("cleanup", oneOf("always", "never", "eventually"), "Whether it is removed.")
                                .needed()
                                .standard(JsonString.of("never")),
                        Property.of("after", DURATION, "How long after its end, when 'eventually'.")),
                ObjectType.of(
                                "script",
                                "A script to run.",
                                Property.of("language", TEMPLATE, "Its language: js or python.")
                                        .needed()
                                        .such("js", "python"),
                                Property.of("code", TEMPLATE, "The script itself."),
                                Property.of("source", RESOURCE, "Where the script is kept."),
                                stdin(),
                                arguments(),
                                Property.of("environment", OBJECT_TEMPLATE, "Environment variables."))
                        .oneOf("code", "source"),
                ObjectType.of(
                        "shell",
                        "A shell command to run.",
                        Property.of("command", TEMPLATE, "The command.").needed(),
                        stdin(),
                        arguments(),
                        Property.of("environment", OBJECT_TEMPLATE, "Environment variables.")),
                ObjectType.of(
                        "subflow",
                        "Another workflow to run.",
                        Property.of("namespace", TEXT, "Its namespace.").needed(),
                        Property.of("name", TEXT, "Its name.").needed(),
                        Property.of("version", TEXT, "Its version, or 'latest'.")
                                .needed()
                                .standard(JsonString.of("latest")),
                        Property.of("input", OBJECT_TEMPLATE, "Its input; else the task's input.")),
                ObjectType.of(
                        "case",
                        "A case of a switch.",
                        Property.of("when", EXPRESSION, "Whether it matches; without it the case always does."),
                        Property.of("then", FLOW, "Where to go when it matches.")
                                .needed()),
                ObjectType.of(
                        "catch",
                        "What to do with errors.",
                        Property.of("errors", of("caughtErrors"), "Which errors to catch; else all."),
                        Property.of("as", TEXT, "The variable of the error.").standard(JsonString.of("error")),
                        Property.of("when", EXPRESSION, "Whether to catch it."),
                        Property.of("exceptWhen", EXPRESSION, "Whether not to catch it."),
                        Property.of("retry", either(reference(Section.RETRIES), of("retry")), "How to try again."),
                        Property.of("do", TASKS, "The tasks to do when it is caught and no retry is left."),
                        Property.of("then", FLOW, "Where to go after it was caught.")
                                .since(Property.NEXT)),
                ObjectType.of(
                                "caughtErrors",
                                "Which errors to catch.",
                                Property.of("with", of("errorFilter"), "What they must be like."))
                        .open());
    }

    private static Property stdin() {
        return Property.of("stdin", TEMPLATE, "What it reads from its standard input.")
                .since(ARRAYS);
    }

    private static Property arguments() {
        return Property.of("arguments", TEXTS, "Its arguments, in order.").until(ARRAYS, OBJECT_TEMPLATE);
    }
}
