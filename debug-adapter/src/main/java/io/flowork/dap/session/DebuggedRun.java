package io.flowork.dap.session;

import io.flowork.core.history.Recording;
import io.flowork.core.program.Program;
import io.flowork.grammar.text.SourceText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run to debug.
 *
 * @param id its id
 * @param branch the number of a branch beside the run; null if it is the run itself
 * @param recording what is recorded of it
 * @param text the text of its program, as it began
 * @param edited the programs that forks put in its place, in the order in which they did
 * @param path the file that the text came from, as the client calls files; null if nobody knows
 * @param children where the runs are that it has started
 */
public record DebuggedRun(
        String id,
        @Nullable Integer branch,
        Recording recording,
        SourceText text,
        List<Edited> edited,
        @Nullable String path,
        Children children) {
    /** Copies the list. */
    public DebuggedRun {
        edited = List.copyOf(edited);
    }

    /** A run itself, with the program that it began with. */
    public DebuggedRun(String id, Recording recording, SourceText text, @Nullable String path, Children children) {
        this(id, null, recording, text, List.of(), path, children);
    }

    /** A run whose children nobody knows. */
    public DebuggedRun(String id, Recording recording, SourceText text, @Nullable String path) {
        this(id, recording, text, path, Children.NONE);
    }

    /**
     * A program.
     *
     * @param program the program
     * @param text its text
     */
    public record Edited(Program program, SourceText text) {}

    /** The program that it ends with. */
    public Program program() {
        return edited.isEmpty() ? recording.program() : edited.getLast().program();
    }

    /** The text of that program. */
    public SourceText newest() {
        return edited.isEmpty() ? text : edited.getLast().text();
    }

    /** The same before the last fork that put another program in place of the one before. */
    DebuggedRun before() {
        return new DebuggedRun(id, branch, recording, text, edited.subList(0, edited.size() - 1), path, children);
    }

    /** What a person calls it. */
    public String name() {
        return branch == null ? "run " + id : "branch " + branch + " of run " + id;
    }
}
