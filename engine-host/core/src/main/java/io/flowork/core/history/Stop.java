package io.flowork.core.history;

/**
 * A point at which somebody who steps through a run stops: before a task runs, where an error was raised, and at the end of
 * what is recorded.
 *
 * @param kind what it is
 * @param t the number of the step that led here: that the task was entered, or the error raised; at the end the number of
 *     steps made
 * @param strand the strand it is on; 0 is the main line
 * @param visit the visit of the task; -1 at the end
 * @param parent the visit of the task around it; -1 at the end
 * @param depth how many tasks are around it, the workflow included; 0 at the end
 * @param reference the task; {@code /} at the end
 */
public record Stop(Kind kind, long t, int strand, long visit, long parent, int depth, String reference) {
    /** What a stop is. */
    public enum Kind {
        /** A task is about to run: its input is there, nothing of its body has happened. */
        TASK,
        /** A task has raised an error, or does not handle one from inside. */
        ERROR,
        /** The end of what is recorded. */
        END
    }

    static Stop end(long t) {
        return new Stop(Kind.END, t, 0, -1, -1, 0, "/");
    }

    /** Whether it is the end. */
    public boolean isEnd() {
        return kind == Kind.END;
    }
}
