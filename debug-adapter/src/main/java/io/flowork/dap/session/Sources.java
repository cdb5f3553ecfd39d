package io.flowork.dap.session;

import io.flowork.core.program.Program;
import io.flowork.dap.breakpoint.ProgramMarks;
import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The texts of a session's runs: their programs as they were recorded, and the files that the runs have fetched. */
public final class Sources {
    private final DebuggedRun run;
    private final ProgramText program;
    private final Function<String, @Nullable String> files;
    private final Map<String, ProgramText> programs = new LinkedHashMap<>();
    private final List<Text> all = new ArrayList<>();
    private final List<Runnable> listeners = new ArrayList<>();

    /**
     * A text.
     *
     * @param source the text, with its name
     * @param path the file that has it; null if a client cannot read it itself
     * @param number what a client asks for it by, from 1; 0 if it reads the file
     * @param note what there is to know about it, if anything
     */
    public record Text(
            SourceText source,
            @Nullable String path,
            int number,
            @Nullable String note) {}

    /**
     * Where a task stands.
     *
     * @param text in which text
     * @param start where its name begins
     * @param end where its name ends
     */
    public record Place(Text text, Position start, Position end) {}

    /**
     * The texts of a run, and of those that it has started as far as they are added.
     *
     * @param files reads the client's files; null for one that is not there
     */
    public Sources(DebuggedRun run, Function<String, @Nullable String> files) {
        this.run = run;
        this.files = files;
        this.program = of(run);
    }

    /** The texts of the program of a run. */
    public ProgramText of(DebuggedRun of) {
        String hash = of.program().hash();
        ProgramText known = programs.get(hash);
        if (known == null) {
            known = new ProgramText(of, files, this);
            programs.put(hash, known);
        }
        return known;
    }

    /** Adds the texts of the program of a run that another one has started. */
    public void add(DebuggedRun started) {
        var _ = of(started);
        tell();
    }

    /** Has somebody told when there are more texts. */
    public void whenAdded(Runnable listener) {
        listeners.add(listener);
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    /** Adds a text of a program; it has a number if there is no path. */
    Text add(SourceText source, @Nullable String path, @Nullable String note) {
        Text text = new Text(source, path, path == null ? all.size() + 1 : 0, note);
        all.add(text);
        return text;
    }

    /** All texts that are known so far. */
    public List<Text> all() {
        return List.copyOf(all);
    }

    /** The programs that are known so far, that of the run that is debugged first. */
    public List<ProgramText> programs() {
        return List.copyOf(programs.values());
    }

    /** The text of the program of the run that is debugged. */
    public Text program() {
        return program.text();
    }

    /** The program of the run that is debugged. */
    public Program runProgram() {
        return run.program();
    }

    /** The places of that program. */
    public ProgramMarks marks() {
        return program.marks();
    }

    /** The text with a number. */
    public Text numbered(int number) {
        for (Text text : all) {
            if (text.number() == number && number > 0) {
                return text;
            }
        }
        throw new RefusedException("There is no source with the number " + number);
    }

    /**
     * The programs that a text of a client is, or was before it changed, as far as they are known.
     *
     * @param path the file; null for a text that is asked for by number
     * @param number that number
     */
    public List<ProgramText> meant(@Nullable String path, int number) {
        return programs.values().stream()
                .filter(each -> path == null ? each.has(number) : each.isMeant(path))
                .toList();
    }

    /** Why nothing can be said about a file of the client yet. */
    public String refusal() {
        return "This session debugs " + (run.path() == null ? run.text().name() : run.path())
                + "; nothing of this file has run in it yet";
    }
}
