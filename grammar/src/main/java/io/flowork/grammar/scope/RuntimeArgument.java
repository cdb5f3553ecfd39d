package io.flowork.grammar.scope;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A variable that the standard gives to expressions, by the places where it is available.
 *
 * <p>The runtime numbers them in this order. It gives every one of them a value everywhere; {@link #elsewhere} says which
 * value that is at a place where the standard does not have it.
 */
public enum RuntimeArgument {
    CONTEXT(
            "The workflow's context: what 'export' made last, at first the workflow's transformed input.",
            EnumSet.complementOf(EnumSet.of(Stage.WORKFLOW_INPUT))),
    INPUT("The task's transformed input.", EnumSet.of(Stage.DEFINITION, Stage.TASK_OUTPUT, Stage.TASK_EXPORT)),
    OUTPUT("The task's transformed output.", EnumSet.of(Stage.TASK_EXPORT)),
    SECRETS(
            "The secrets that 'use.secrets' names; a secret cannot be looked into, only passed on.",
            EnumSet.allOf(Stage.class)),
    AUTHORIZATION(
            "How the task's call is authorized; null in this version.",
            EnumSet.of(Stage.DEFINITION, Stage.TASK_OUTPUT, Stage.TASK_EXPORT)),
    TASK(
            "The task: its name, reference, definition, raw input and output, and when it started.",
            EnumSet.complementOf(EnumSet.of(Stage.WORKFLOW_INPUT, Stage.WORKFLOW_OUTPUT))),
    WORKFLOW(
            "The run: its id, the workflow's definition, the raw input, and when it started.",
            EnumSet.allOf(Stage.class)),
    RUNTIME("The runtime: its name and version, and what it says about itself.", EnumSet.allOf(Stage.class));

    private static final List<String> NAMES = names(values());

    private final String summary;
    private final Set<Stage> stages;

    RuntimeArgument(String summary, Set<Stage> stages) {
        this.summary = summary;
        this.stages = stages;
    }

    private static List<String> names(RuntimeArgument[] arguments) {
        List<String> names = new ArrayList<>();
        for (RuntimeArgument argument : arguments) {
            names.add(argument.variable());
        }
        return List.copyOf(names);
    }

    /** The names of all, without {@code $}, in order. */
    public static List<String> names() {
        return NAMES;
    }

    /** The one with a name, if there is one. */
    public static @Nullable RuntimeArgument named(String name) {
        int index = NAMES.indexOf(name);
        return index < 0 ? null : values()[index];
    }

    /** Its name without {@code $}. */
    public String variable() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is, in one line. */
    public String summary() {
        return summary;
    }

    /** Whether the standard has it at a place. */
    public boolean isAvailable(Stage stage) {
        return stages.contains(stage);
    }

    /** Where the standard has it, in words. */
    public String availability() {
        return String.join(", ", stages.stream().map(Stage::description).toList());
    }

    /** What it is here at a place where the standard does not have it, in words. */
    public String elsewhere(Stage stage) {
        return switch (this) {
            case INPUT ->
                stage == Stage.WORKFLOW_OUTPUT ? "the workflow's transformed input" : "the raw input, the same as '.'";
            case OUTPUT ->
                stage == Stage.TASK_OUTPUT || stage == Stage.WORKFLOW_OUTPUT
                        ? "the raw output, the same as '.'"
                        : "null";
            case TASK -> "a description of the workflow itself";
            case CONTEXT, AUTHORIZATION, SECRETS, WORKFLOW, RUNTIME -> "null";
        };
    }
}
