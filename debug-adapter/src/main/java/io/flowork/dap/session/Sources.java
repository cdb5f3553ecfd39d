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
    private final ProgramMarks marks;
    private final Text program;
    private final Function<String, @Nullable String> files;
    private final Map<String, Text> fetched = new HashMap<>();
    private final List<Text> all = new ArrayList<>();

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
        this.run = run;
        this.files = files;
        this.marks = ProgramMarks.of(run.text(), run.recording().program());
        String path = run.path();
        String onDisk = path == null ? null : files.apply(path);
        boolean same = onDisk != null && onDisk.equals(run.text().text());
        String note = path == null || same
                ? null
                : onDisk == null ? "as it was recorded; the file is not there any more" : CHANGED;
        this.program = add(run.text(), same ? path : null, note);
    }

    private Text add(SourceText source, @Nullable String path, @Nullable String note) {
        Text text = new Text(source, path, path == null ? all.size() + 1 : 0, note);
        all.add(text);
        return text;
    }

    /** All texts that are known so far. */
    public List<Text> all() {
        return List.copyOf(all);
    }

    /** The program's text. */
    public Text program() {
        return program;
    }

    /** The program that ran. */
    public Program runProgram() {
        return run.recording().program();
    }

    /** The places of the program. */
    public ProgramMarks marks() {
        return marks;
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
        Text text = place.isEmpty() ? program : fetched(place, inspector);
        Mark mark = place.isEmpty() ? marks.task(reference) : null;
        Range at = mark == null ? range : mark.range();
        return new Place(text, text.source().position(at.start()), text.source().position(at.end()));
    }

    private Text fetched(String place, Inspector inspector) {
        Text known = fetched.get(place);
        if (known == null) {
            String content = inspector.file(place);
            known = add(
                    SourceText.of(name(place), content == null ? "" : content),
                    null,
                    "as the run fetched it from " + place);
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
        if (text != null && text.equals(run.text().text())) {
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
        String text = path == null || program.path() != null ? null : files.apply(path);
        if (path == null || text == null || text.equals(run.text().text())) {
            return marks.bind(line, column);
        }
        ProgramMarks edited =
                ProgramMarks.of(SourceText.of(path, text), run.recording().program());
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
