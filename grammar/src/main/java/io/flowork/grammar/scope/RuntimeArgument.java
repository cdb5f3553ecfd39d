package io.flowork.grammar.scope;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A variable that the standard gives to expressions, by the places where it is available.
 *
 * <p>The runtime numbers them in this order. It gives every one of them a value everywhere; {@link #elsewhere} says which
 * value that is at a place where the standard does not have it.
 */
public enum RuntimeArgument {
    CONTEXT("The workflow's context: what 'export' made last, at first the workflow's transformed input."),
    INPUT("The task's transformed input."),
    OUTPUT("The task's transformed output."),
    SECRETS("The secrets that 'use.secrets' names; a secret cannot be looked into, only passed on."),
    AUTHORIZATION(
            "How the task's call was authorized: its scheme and parameter; null before the call, and where there is none."),
    TASK("The task: its name, reference, definition, raw input and output, and when it started."),
    WORKFLOW("The run: its id, the workflow's definition, the raw input, and when it started."),
    RUNTIME("The runtime: its name and version, and what it says about itself.");

    private static final List<String> NAMES = names(values());

    private final String summary;

    RuntimeArgument(String summary) {
        this.summary = summary;
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
        return switch (this) {
            case CONTEXT -> stage != Stage.WORKFLOW_INPUT;
            case INPUT, AUTHORIZATION ->
                stage == Stage.DEFINITION || stage == Stage.TASK_OUTPUT || stage == Stage.TASK_EXPORT;
            case OUTPUT -> stage == Stage.TASK_EXPORT;
            case TASK -> stage != Stage.WORKFLOW_INPUT && stage != Stage.WORKFLOW_OUTPUT;
            case SECRETS, WORKFLOW, RUNTIME -> true;
        };
    }

    /** Where the standard has it, in words. */
    public String availability() {
        return Arrays.stream(Stage.values())
                .filter(this::isAvailable)
                .map(Stage::description)
                .collect(Collectors.joining(", "));
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
