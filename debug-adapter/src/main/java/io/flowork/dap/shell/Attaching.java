package io.flowork.dap.shell;

import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import org.jspecify.annotations.Nullable;

/** What {@code attach} means. */
final class Attaching {
    private Attaching() {}

    /** The run that the arguments of {@code attach} mean. */
    static Runs.Attach of(Arguments arguments) {
        Integer branch = arguments.number("branch");
        String recording = arguments.text("recording");
        return new Runs.Attach(
                recording == null ? null : called(recording, branch),
                recording == null ? called(arguments.text("run"), branch) : arguments.text("run"),
                arguments.text("program"),
                arguments.text("store"),
                arguments.text("engine"));
    }

    /** A run by the name that somebody calls it by, and the number of a branch of it. */
    static @Nullable String called(@Nullable String name, @Nullable Integer branch) {
        if (branch == null) {
            return name;
        }
        if (branch < 0) {
            throw new RefusedException("'branch' is the number of a branch, from 0; it is " + branch);
        }
        return (name == null ? "" : name) + "~" + branch;
    }
}
