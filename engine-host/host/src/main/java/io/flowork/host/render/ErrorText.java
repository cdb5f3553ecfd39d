package io.flowork.host.render;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.program.Node;
import io.flowork.core.program.Program;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import org.jspecify.annotations.Nullable;

/** The errors of runs, for people and for programs. */
public final class ErrorText {
    private ErrorText() {}

    /** An error on one line. */
    public static String summary(WorkflowError error) {
        return TaskText.shorten(error.summary());
    }

    /**
     * An error over several lines: what, why, where.
     *
     * @param error the error
     * @param program the program that raised it
     * @param source the text of the program, called as people know it
     * @param failed the part of the text that failed, if it is known better than by the task
     */
    public static String of(
            WorkflowError error, Program program, SourceText source, @Nullable Range failed, Paint paint) {
        StringBuilder out = new StringBuilder();
        String title = error.title() == null ? "Error" : Columns.line(error.title());
        out.append(paint.boldRed("error"))
                .append(paint.bold(": " + title))
                .append(" (")
                .append(error.status())
                .append(")\n");
        if (error.detail() != null) {
            error.detail()
                    .lines()
                    .limit(20)
                    .forEach(line -> out.append("  ").append(Columns.line(line)).append('\n'));
        }
        String instance = error.instance();
        Node node = instance == null ? null : TaskText.node(program, instance);
        Range place = failed != null ? failed : node == null ? Range.NONE : node.range();
        if (place.end() > 0) {
            var at = source.position(place.start());
            out.append(paint.dim("  at    "))
                    .append("%s:%d:%d".formatted(source.name(), at.line(), at.column()))
                    .append(paint.dim("  " + Columns.line(String.valueOf(instance))))
                    .append('\n');
            if (failed != null) {
                DiagnosticText.excerpt(failed, source, paint)
                        .lines()
                        .forEach(line -> out.append("  ").append(line).append('\n'));
            }
        } else if (instance != null) {
            out.append(paint.dim("  at    ")).append(Columns.line(instance)).append('\n');
        }
        out.append(paint.dim("  type  ")).append(Columns.line(error.type())).append('\n');
        JsonValue data = error.data();
        if (data != null) {
            out.append(paint.dim("  data  ")).append(TaskText.shorten(data)).append('\n');
        }
        return out.toString();
    }

    /** An error as {@code run --json} prints it: all five members, absent ones null. */
    public static JsonValue json(@Nullable WorkflowError error) {
        if (error == null) {
            return JsonNull.NULL;
        }
        return new JsonObject.Builder()
                .put("type", error.type())
                .put("status", error.status())
                .put("title", orNull(error.title()))
                .put("detail", orNull(error.detail()))
                .put("instance", orNull(error.instance()))
                .build();
    }

    private static JsonValue orNull(@Nullable String text) {
        return text == null ? JsonNull.NULL : JsonString.of(text);
    }
}
