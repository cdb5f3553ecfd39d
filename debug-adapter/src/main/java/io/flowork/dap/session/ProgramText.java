package io.flowork.dap.session;

import io.flowork.core.machine.Inspector;
import io.flowork.core.program.Program;
import io.flowork.dap.breakpoint.Mark;
import io.flowork.dap.breakpoint.ProgramMarks;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The texts of a program: its own as it was recorded, and the files that runs of it have fetched. */
public final class ProgramText {
    private static final String CHANGED = "as it was recorded; the file has changed since, so its lines may be others";

    private final DebuggedRun run;
    private final ProgramMarks marks;
    private final @Nullable ProgramText before;
    private final Function<String, @Nullable String> files;
    private final Sources sources;
    private final Map<String, Fetched> fetched = new LinkedHashMap<>();
    private Sources.Text text;

    /** A file that a run has fetched. */
    private record Fetched(Sources.Text text, ProgramMarks marks) {}

    ProgramText(DebuggedRun run, Function<String, @Nullable String> files, Sources sources) {
        this.run = run;
        this.files = files;
        this.sources = sources;
        this.marks = ProgramMarks.of(run.newest(), run.program());
        String onDisk = onDisk();
        this.text = sources.add(run.newest(), isSame(onDisk) ? run.path() : null, note(onDisk));
        this.before = run.edited().isEmpty() ? null : new ProgramText(run.before(), files, sources);
    }

    private @Nullable String onDisk() {
        return run.path() == null ? null : files.apply(run.path());
    }

    private boolean isSame(@Nullable String onDisk) {
        return onDisk != null && onDisk.equals(run.newest().text());
    }

    private @Nullable String note(@Nullable String onDisk) {
        return run.path() == null || isSame(onDisk)
                ? null
                : onDisk == null ? "as it was recorded; the file is not there any more" : CHANGED;
    }

    /**
     * Looks at the file on disk again.
     *
     * @return the text in it, if it is another one than this; null otherwise
     */
    @Nullable
    String refresh() {
        if (before != null) {
            var _ = before.refresh();
        }
        String onDisk = onDisk();
        String path = isSame(onDisk) ? run.path() : null;
        if (!Objects.equals(path, text.path())) {
            text = sources.again(text, path, note(onDisk));
        }
        return onDisk == null || isSame(onDisk) ? null : onDisk;
    }

    /** Its text. */
    public Sources.Text text() {
        return text;
    }

    /** The places in its text. */
    public ProgramMarks marks() {
        return marks;
    }

    /** The tasks that a name means, also in files that runs have fetched: see {@link ProgramMarks#named}. */
    public Set<String> named(String name) {
        Set<String> found = new HashSet<>(marks.named(name));
        fetched.values().forEach(each -> found.addAll(each.marks().named(name)));
        return found;
    }

    /** The program. */
    public Program program() {
        return run.program();
    }

    /** Where a task stands; the workflow itself at the beginning of its text. */
    Sources.Place place(String reference, Range range, Inspector inspector) {
        if (before != null
                && !inspector.state().program().hash().equals(run.program().hash())) {
            return before.place(reference, range, inspector); // before the fork that edited it
        }
        String place = Program.place(reference);
        Sources.Text in = place.isEmpty() ? text : fetched(place, inspector);
        Mark mark = place.isEmpty() ? marks.task(reference) : null;
        Range at = mark == null ? range : mark.range();
        return new Sources.Place(
                in, in.source().position(at.start()), in.source().position(at.end()));
    }

    private Sources.Text fetched(String place, Inspector inspector) {
        String content = inspector.file(place);
        String key = place + '\n' + content;
        Fetched known = fetched.get(key);
        if (known == null) {
            SourceText source = SourceText.of(name(place), content == null ? "" : content);
            known = new Fetched(
                    sources.add(source, null, "as the run fetched it from " + place),
                    ProgramMarks.ofFunction(source, place, run.program()));
            fetched.put(key, known);
        }
        return known.text();
    }

    private static String name(String place) {
        String name = place.substring(place.lastIndexOf('/') + 1);
        return name.isEmpty() ? place : name;
    }

    /** Whether a text that a client asks for by number is one of these. */
    boolean has(int number) {
        return number > 0
                && (text.number() == number
                        || fetched.values().stream()
                                .anyMatch(each -> each.text().number() == number));
    }

    /** Whether a file of the client is the program, or was before it changed. */
    boolean isMeant(String path) {
        if (path.equals(run.path())) {
            return true;
        }
        String content = files.apply(path);
        return content != null && content.equals(run.newest().text());
    }

    /** The places of a text that a client asks for by number, or of the program's own; the number is one of these. */
    public ProgramMarks marks(int number) {
        for (Fetched each : fetched.values()) {
            if (number > 0 && each.text().number() == number) {
                return each.marks();
            }
        }
        return marks;
    }

    /**
     * The place that a line of the client's file means in the program as it was recorded.
     *
     * @param path the file; null for a text that is asked for by number
     * @param number that number
     * @param line the line, from 1
     * @param column the column in UTF-16 code units, from 1; null for the whole line
     */
    public ProgramMarks.Bound bind(@Nullable String path, int number, int line, @Nullable Integer column) {
        String content = path == null || text.path() != null ? null : files.apply(path);
        if (path == null || content == null || content.equals(run.newest().text())) {
            return marks(number).bind(line, column);
        }
        ProgramMarks edited = ProgramMarks.of(SourceText.of(path, content), run.program());
        return switch (edited.bind(line, column)) {
            case ProgramMarks.Nowhere nowhere -> nowhere;
            case ProgramMarks.Found found -> {
                Mark recorded = marks.task(found.mark().reference());
                yield !found.mark().references().contains(found.mark().reference())
                        ? found
                        : recorded == null
                                ? new ProgramMarks.Nowhere(
                                        "The task '" + found.mark().name()
                                                + "' is not in the workflow that was recorded; the file has changed since")
                                : new ProgramMarks.Found(
                                        found.mark(),
                                        "The file has changed since the run was recorded; the task '" + recorded.name()
                                                + "' was at line "
                                                + recorded.start().line());
            }
        };
    }
}
