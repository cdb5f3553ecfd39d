package io.flowork.dap.command;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands. */
public enum Verb {
    NEXT(Family.FORWARDS, "next", "[N]", "Goes to the next task, over what is inside this one; N times.", "n"),
    STEP(Family.FORWARDS, "step", "[N]", "Goes to the next task, into what is inside this one; N times.", "s"),
    OUT(Family.FORWARDS, "out", "[N]", "Goes on to the first task outside of the one around; N times.", "o", "finish"),
    CONTINUE(Family.FORWARDS, "continue", "", "Goes on to the next breakpoint, or to the end.", "c"),
    UNTIL(Family.FORWARDS, "until", "EXPR", "Goes on to the next task at which the jq expression holds.", "u"),
    BACK(Family.BACKWARDS, "back", "[N]", "Goes back to the task before, over what is inside it; N times.", "rn"),
    BACK_STEP(
            Family.BACKWARDS,
            "back-step",
            "[N]",
            "Goes back to the task before, into what is inside it; N times.",
            "rs"),
    BACK_OUT(Family.BACKWARDS, "back-out", "[N]", "Goes back to the task around this one; N times.", "ro"),
    REVERSE(Family.BACKWARDS, "reverse", "", "Goes back to the breakpoint before, or to the beginning.", "rc"),
    SINCE(Family.BACKWARDS, "since", "EXPR", "Goes back to the last task at which the jq expression held.", "ru"),
    LAST(
            Family.BACKWARDS,
            "last",
            "PATH",
            "Goes back to where a value changed last: a part of $context, $input or '.', such as $context.total."),
    SEEK(
            Family.BOTH,
            "seek",
            "T|start|end",
            "Goes to the last task at step T or before it; +N and -N count from here.",
            "g"),
    FIND(Family.LOOKING, "find", "EXPR", "Lists the tasks at which the jq expression holds, in the whole run."),
    WHERE(Family.LOOKING, "where", "", "Says where one is: the step, the tasks around, the other threads.", "bt"),
    LIST(Family.LOOKING, "list", "[N]", "Shows the source around here, N lines before and after.", "l"),
    VALUES(Family.LOOKING, "values", "", "Shows the values here: input, context, variables, error.", "v"),
    PRINT(Family.LOOKING, "print", "EXPR", "Evaluates jq here, and prints all of the result.", "p"),
    TIMELINE(Family.LOOKING, "timeline", "[T [N]]", "Lists N steps from T on; without T those around here.", "t"),
    WHY(
            Family.LOOKING,
            "why",
            "EXPR",
            "Tells what a value was made of and where that came from: a path such as $context.total, or any jq."),
    DIFF(Family.LOOKING, "diff", "RUN", "Compares this run with another one, visit by visit."),
    BREAK(
            Family.STOPPING,
            "break",
            "LINE|TASK [if EXPR]",
            "Stops at a line, or at tasks: by name, or by a reference such as /do/0/first, with * for anything.",
            "b"),
    WATCH(Family.STOPPING, "watch", "PATH [if EXPR]", "Stops where a value has changed.", "w"),
    CATCH(
            Family.STOPPING,
            "catch",
            "[raised|caught|uncaught] [if EXPR]",
            "Stops at errors; in the expression '.' is the error."),
    BREAKS(Family.STOPPING, "breaks", "", "Lists what stops the run."),
    DELETE(Family.STOPPING, "delete", "N|all", "Forgets what stops the run, by its number.", "d"),
    TAKE(Family.LIVE, "take", "", "Takes control of a run that an engine is at work on: it is held where it is."),
    RELEASE(Family.LIVE, "release", "", "Gives the control up: the run goes on by itself, and is followed."),
    FORK(Family.BRANCHES, "fork", "", "Says how to fork the run where one is."),
    HELP(Family.BRANCHES, "help", "[COMMAND]", "Lists the commands, or tells about one.", "h", "?");

    /** What commands are for. */
    public enum Family {
        FORWARDS("Forwards"),
        BACKWARDS("Backwards"),
        BOTH("To a step"),
        LOOKING("Looking"),
        STOPPING("Stopping"),
        LIVE("The live edge"),
        BRANCHES("Other");

        private final String title;

        Family(String title) {
            this.title = title;
        }

        /** What a heading calls them. */
        public String title() {
            return title;
        }
    }

    private final Family family;
    private final String word;
    private final String arguments;
    private final String summary;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nothing changes
    private final List<String> shorter;

    Verb(Family family, String word, String arguments, String summary, String... shorter) {
        this.family = family;
        this.word = word;
        this.arguments = arguments;
        this.summary = summary;
        this.shorter = List.of(shorter);
    }

    /** What it is for. */
    public Family family() {
        return family;
    }

    /** Its name. */
    public String word() {
        return word;
    }

    /** What follows the name, as help shows it. */
    public String arguments() {
        return arguments;
    }

    /** One sentence about it. */
    public String summary() {
        return summary;
    }

    /** Its shorter names. */
    public List<String> shorter() {
        return shorter;
    }

    /** Whether jq is written after it. */
    boolean takesExpression() {
        return arguments.contains("EXPR") || arguments.contains("PATH");
    }

    /** The command that a word means: its name, a shorter one, or the beginning of one name alone; null if there is none. */
    static @Nullable Verb of(String word) {
        for (Verb verb : values()) {
            if (verb.word.equals(word) || verb.shorter.contains(word)) {
                return verb;
            }
        }
        List<Verb> begun = Arrays.stream(values())
                .filter(verb -> verb.word.startsWith(word))
                .toList();
        return begun.size() == 1 && !word.isEmpty() ? begun.getFirst() : null;
    }
}
