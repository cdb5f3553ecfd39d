package io.flowork.host.render;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import java.util.Locale;

/** Diagnostics for people, with the line they are about, and for programs. */
public final class DiagnosticText {
    private static final int TAB = 4;
    private static final int LONGEST_LINE = 160;

    private DiagnosticText() {}

    /** A diagnostic over several lines: what, where, the line with the place marked, and how to mend it. */
    public static String of(Diagnostic diagnostic, SourceText source, Paint paint) {
        StringBuilder out = new StringBuilder();
        Position start = source.position(diagnostic.range().start());
        String gutter = " ".repeat(Integer.toString(start.line()).length());
        out.append(heading(diagnostic, paint)).append('\n');
        place(out, gutter, source, start, paint);
        excerpt(out, gutter, diagnostic.range(), diagnostic.severity() == Severity.ERROR, source, paint);
        for (Diagnostic.Related related : diagnostic.related()) {
            SourceText file = related.file() == null ? source : related.file();
            Position at = file.position(related.range().start());
            note(out, gutter, paint)
                    .append("%s:%d:%d: %s"
                            .formatted(file.name(), at.line(), at.column(), Columns.line(related.message())))
                    .append('\n');
        }
        for (Diagnostic.Fix fix : diagnostic.fixes()) {
            note(out, gutter, paint)
                    .append(paint.green("fix: "))
                    .append(Columns.line(fix.title()))
                    .append('\n');
        }
        return out.toString();
    }

    private static StringBuilder note(StringBuilder out, String gutter, Paint paint) {
        return out.append(gutter).append(paint.dim(" = "));
    }

    private static String heading(Diagnostic diagnostic, Paint paint) {
        String label = label(diagnostic.severity()) + "[" + diagnostic.code() + "]";
        String painted = switch (diagnostic.severity()) {
            case ERROR -> paint.boldRed(label);
            case WARNING -> paint.boldYellow(label);
            case INFORMATION, HINT -> paint.bold(label);
        };
        return painted + paint.bold(": " + Columns.line(diagnostic.message()));
    }

    /** The name of a severity as users see it. */
    public static String label(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static void place(StringBuilder out, String gutter, SourceText source, Position start, Paint paint) {
        out.append(gutter)
                .append(paint.dim("--> "))
                .append("%s:%d:%d".formatted(source.name(), start.line(), start.column()))
                .append('\n');
    }

    /** The line that a range begins in, with the range marked; each line with its line break. */
    static String excerpt(Range range, SourceText source, Paint paint) {
        StringBuilder out = new StringBuilder();
        int line = source.position(range.start()).line();
        excerpt(out, " ".repeat(Integer.toString(line).length()), range, true, source, paint);
        return out.toString();
    }

    private static void excerpt(
            StringBuilder out, String gutter, Range range, boolean error, SourceText source, Paint paint) {
        Position start = source.position(range.start());
        String line = source.line(start.line());
        if (line.isBlank()) {
            return;
        }
        int from = Math.min(start.column() - 1, line.length());
        Position end = source.position(range.end());
        int to = end.line() == start.line() ? Math.min(end.column() - 1, line.length()) : trimmed(line);
        int first = from > LONGEST_LINE / 2 ? from - LONGEST_LINE / 2 : 0;
        int last = Math.min(line.length(), first + LONGEST_LINE);
        String before = visible(line.substring(first, from));
        String marked = visible(line.substring(from, Math.clamp(to, from, last)));
        String shown =
                (first > 0 ? "…" : "") + visible(line.substring(first, last)) + (last < line.length() ? "…" : "");
        int indent = Columns.width(before) + (first > 0 ? 1 : 0);
        String carets = "^".repeat(Math.max(1, Columns.width(marked)));
        out.append(paint.dim(gutter + " |")).append('\n');
        out.append(paint.dim(start.line() + " |")).append(' ').append(shown).append('\n');
        out.append(paint.dim(gutter + " |"))
                .append(' ')
                .append(" ".repeat(indent))
                .append(error ? paint.red(carets) : paint.yellow(carets))
                .append('\n');
    }

    private static int trimmed(String line) {
        return line.stripTrailing().length();
    }

    private static String visible(String text) {
        return Columns.line(text.replace("\t", " ".repeat(TAB)));
    }

    /**
     * A diagnostic as {@code check --json} prints it; lines and columns from 1. The places that explain it are in
     * {@code related}, which is absent where there are none.
     */
    public static JsonObject json(Diagnostic diagnostic, SourceText source) {
        JsonObject.Builder json = jsonPlace(diagnostic.range(), source)
                .put("severity", label(diagnostic.severity()))
                .put("code", diagnostic.code())
                .put("message", diagnostic.message());
        if (!diagnostic.related().isEmpty()) {
            JsonArray.Builder places = new JsonArray.Builder();
            for (Diagnostic.Related related : diagnostic.related()) {
                SourceText file = related.file() == null ? source : related.file();
                places.add(jsonPlace(related.range(), file)
                        .put("message", related.message())
                        .build());
            }
            json.put("related", places.build());
        }
        return json.build();
    }

    private static JsonObject.Builder jsonPlace(Range range, SourceText source) {
        Position start = source.position(range.start());
        Position end = source.position(range.end());
        return new JsonObject.Builder()
                .put("file", source.name())
                .put("line", start.line())
                .put("column", start.column())
                .put("endLine", end.line())
                .put("endColumn", end.column());
    }
}
