package io.flowork.dap.session;

import io.flowork.core.machine.Inspector;
import io.flowork.core.program.Program;
import io.flowork.dap.breakpoint.Mark;
import io.flowork.dap.breakpoint.ProgramMarks;
import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The texts of a run: its program as it was recorded, and the files that it has fetched. */
public final class Sources {
    private static final String CHANGED = "as it was recorded; the file has changed since, so its lines may be others";

    private final DebuggedRun run;
    private final List<Version> versions = new ArrayList<>();
    private final Function<String, @Nullable String> files;
    private final Map<String, Text> fetched = new HashMap<>();
    private final List<Text> all = new ArrayList<>();
    private final int before;

    /** A program that the run had, or has, with its text. */
    private record Version(Program program, SourceText source, ProgramMarks marks) {
        static Version of(Program program, SourceText source) {
            return new Version(program, source, ProgramMarks.of(source, program));
        }
    }

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
     * The texts of a run.
     *
     * @param files reads the client's files; null for one that is not there
     */
    public Sources(DebuggedRun run, Function<String, @Nullable String> files) {
        this(run, files, 0);
    }

    private Sources(DebuggedRun run, Function<String, @Nullable String> files, int before) {
        this.run = run;
        this.files = files;
        this.before = before;
        run.edited().reversed().forEach(edited -> versions.add(Version.of(edited.program(), edited.text())));
        versions.add(Version.of(run.recording().program(), run.text()));
        String onDisk = onDisk();
        for (Version version : versions) {
            all.add(known(version, before + all.size() + 1, onDisk));
        }
    }

    /** The texts of another branch, in the same conversation: a number once given stays with its text. */
    public Sources of(DebuggedRun branch) {
        return new Sources(branch, files, before + all.size());
    }

    private @Nullable String onDisk() {
        return run.path() == null ? null : files.apply(run.path());
    }

    private Text known(Version version, int number, @Nullable String onDisk) {
        String path = run.path();
        boolean same = onDisk != null && onDisk.equals(version.source().text());
        String note = path == null || same
                ? null
                : onDisk == null ? "as it was recorded; the file is not there any more" : CHANGED;
        return new Text(version.source(), same ? path : null, same ? 0 : number, note);
    }

    /**
     * Looks at the file on disk again: a text that is in it no more is given as it was recorded.
     *
     * @return the text in the file, if it is another one than that of the newest program; null otherwise
     */
    public @Nullable String refresh() {
        String onDisk = onDisk();
        for (int i = 0; i < versions.size(); i++) {
            all.set(i, known(versions.get(i), before + i + 1, onDisk));
        }
        return onDisk == null || onDisk.equals(newest().source().text()) ? null : onDisk;
    }

    private Version newest() {
        return versions.getFirst();
    }

    /** All texts that are known so far. */
    public List<Text> all() {
        return List.copyOf(all);
    }

    /** The text of the newest program. */
    public Text program() {
        return all.getFirst();
    }

    /** The program that ran; the newest one if forks put others in its place. */
    public Program runProgram() {
        return newest().program();
    }

    /** The places of that program. */
    public ProgramMarks marks() {
        return newest().marks();
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
     * Where a task stands.
     *
     * @param text in which text
     * @param start where its name begins
     * @param end where its name ends
     */
    public record Place(Text text, Position start, Position end) {}

    /** Where a task stands; the workflow itself at the beginning of its text. */
    public Place place(String reference, Range range, Inspector inspector) {
        String place = Program.place(reference);
        int version = version(inspector.state().program());
        Text text = place.isEmpty() ? all.get(version) : fetched(place, inspector);
        Mark mark = place.isEmpty() ? versions.get(version).marks().task(reference) : null;
        Range at = mark == null ? range : mark.range();
        return new Place(text, text.source().position(at.start()), text.source().position(at.end()));
    }

    /** Which program a state has. */
    private int version(Program program) {
        for (int i = 0; i < versions.size(); i++) {
            if (versions.get(i).program().hash().equals(program.hash())) {
                return i;
            }
        }
        return 0;
    }

    private Text fetched(String place, Inspector inspector) {
        Text known = fetched.get(place);
        if (known == null) {
            String content = inspector.file(place);
            known = new Text(
                    SourceText.of(name(place), content == null ? "" : content),
                    null,
                    before + all.size() + 1,
                    "as the run fetched it from " + place);
            all.add(known);
            fetched.put(place, known);
        }
        return known;
    }

    private static String name(String place) {
        String name = place.substring(place.lastIndexOf('/') + 1);
        return name.isEmpty() ? place : name;
    }

    /**
     * Why a file of the client is not the program that ran; null if it is, or was before it changed.
     *
     * @param path the file, as the client calls it
     */
    public @Nullable String refusal(String path) {
        if (path.equals(run.path())) {
            return null;
        }
        String text = files.apply(path);
        if (text != null && text.equals(newest().source().text())) {
            return null;
        }
        return "This session debugs " + (run.path() == null ? run.text().name() : run.path())
                + "; nothing of this file runs in it";
    }

    /**
     * The place that a line of the client's file means in the program as it was recorded.
     *
     * @param path the file; null for the recorded text itself
     * @param line the line, from 1
     * @param column the column in UTF-16 code units, from 1; null for the whole line
     */
    public ProgramMarks.Bound bind(@Nullable String path, int line, @Nullable Integer column) {
        String refusal = path == null ? null : refusal(path);
        if (refusal != null) {
            return new ProgramMarks.Nowhere(refusal);
        }
        String text = path == null || program().path() != null ? null : files.apply(path);
        ProgramMarks marks = marks();
        if (path == null || text == null || text.equals(newest().source().text())) {
            return marks.bind(line, column);
        }
        ProgramMarks edited = ProgramMarks.of(SourceText.of(path, text), runProgram());
        return switch (edited.bind(line, column)) {
            case ProgramMarks.Nowhere nowhere -> nowhere;
            case ProgramMarks.Found found -> {
                Mark recorded = marks.task(found.mark().reference());
                yield recorded == null
                        ? new ProgramMarks.Nowhere("The task '" + found.mark().name()
                                + "' is not in the workflow that was recorded; the file has changed since")
                        : new ProgramMarks.Found(
                                found.mark(),
                                "The file has changed since the run was recorded; the task '" + recorded.name()
                                        + "' was at line " + recorded.start().line());
            }
        };
    }
}
