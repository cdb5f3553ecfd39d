package io.flowork.host.render;

import io.flowork.core.history.Cause;
import io.flowork.core.jq.Lineage;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Position;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a value comes from, for people and for programs. */
public final class CauseText {
    /** The largest value that programs get whole: there may be hundreds of them. */
    private static final int LARGEST = 1 << 16;

    private static final int LONGEST_VALUE = 80;
    private static final int LONGEST_EXPRESSION = 60;

    private final TaskPlaces places;

    /** Tells of values of a run whose tasks stand at these places. */
    public CauseText(TaskPlaces places) {
        this.places = places;
    }

    // --- for people ---

    /**
     * A value and what it comes from, a line each; what several come from is indented below.
     *
     * @param cause the value that was asked about
     */
    public List<String> lines(Cause cause, Paint paint) {
        List<String> lines = new ArrayList<>();
        lines.add(line(cause, paint));
        below(cause, "  ", lines, paint);
        return lines;
    }

    /** A chain of single origins stays at its depth, however long it is. */
    private void below(Cause cause, String indent, List<String> lines, Paint paint) {
        Cause at = cause;
        while (at.from().size() == 1) {
            at = at.from().getFirst();
            lines.add(indent + paint.dim(how(at.how())) + line(at, paint));
        }
        for (Cause origin : at.from()) {
            lines.add(indent + paint.dim(how(origin.how())) + line(origin, paint));
            below(origin, indent + "  ", lines, paint);
        }
    }

    private static String how(Lineage.Kind how) {
        return switch (how) {
            case COPIED -> "is ";
            case COMPUTED -> "from ";
            case DECIDED -> "decided by ";
            case WRITTEN -> "";
        };
    }

    private String line(Cause cause, Paint paint) {
        StringBuilder where = new StringBuilder();
        if (cause.t() >= 0) {
            where.append("step ").append(Times.count(cause.t()));
        }
        Position at = position(cause);
        if (at != null) {
            where.append(where.isEmpty() ? "" : ", ").append(places.text(at));
        }
        return what(cause) + " = " + paint.bold(Columns.cut(TaskText.shorten(cause.value()), LONGEST_VALUE))
                + (where.isEmpty() ? "" : "  " + paint.dim(where.toString()));
    }

    private static String what(Cause cause) {
        String path = path(cause.path());
        String task = cause.reference().equals("/") ? "the workflow" : TaskText.name(cause.reference());
        return switch (cause.kind()) {
            case INPUT -> "input" + path + " of " + task;
            case RAW_INPUT -> "raw input" + path + " of " + task;
            case OUTPUT -> "output" + path + " of " + task;
            case RAW_OUTPUT -> "raw output" + path + " of " + task;
            case CONTEXT -> "$context" + path;
            case EXPRESSION -> expression(cause) + " in " + task;
            case RUN_INPUT -> "the run's input" + path;
            case ANSWER -> "the answer" + path + (cause.stage() == null ? "" : " of " + Columns.line(cause.stage())) + " to " + task;
            case CHILD_RUN -> "output" + path + " of the run that " + task + " started";
            case EVENT -> "an event" + path + " at " + task;
            case INDEX -> "the number of the turn of " + task;
            case ERROR -> "the error" + path + " that " + task + " caught";
            case WRITTEN -> "written in " + task;
            case RUNTIME -> "the engine's" + path + " at " + task;
            case SECRET -> "a secret" + path;
            case EDITED -> "edited when the branch was made: " + path;
            case UNKNOWN -> "not told by the run" + path;
        };
    }

    private static String expression(Cause cause) {
        String text = text(cause);
        String stage = cause.stage() == null ? "" : Columns.line(cause.stage());
        return text == null ? stage : "'" + Columns.cut(Columns.line(text.strip()), LONGEST_EXPRESSION) + "'";
    }

    private static @Nullable String text(Cause cause) {
        return cause.spot() == null
                ? null
                : cause.spot()
                        .expression()
                        .text()
                        .substring(
                                cause.spot().part().start(), cause.spot().part().end());
    }

    private @Nullable Position position(Cause cause) {
        return cause.spot() == null ? null : places.position(cause.reference(), cause.spot());
    }

    private static String path(List<JsonValue> path) {
        StringBuilder text = new StringBuilder();
        for (JsonValue key : path) {
            if (key instanceof JsonString name && name.value().matches("[A-Za-z_][A-Za-z0-9_]*")) {
                text.append('.').append(name.value());
            } else {
                text.append('[').append(TaskText.shorten(key)).append(']');
            }
        }
        return text.toString();
    }

    // --- for programs ---

    /** A value with its origins. */
    public JsonObject json(Cause cause) {
        List<JsonValue> from = new ArrayList<>();
        for (Cause origin : cause.from()) {
            from.add(json(origin));
        }
        Position at = position(cause);
        boolean whole = cause.value().weight() <= LARGEST;
        return new JsonObject.Builder()
                .put("kind", cause.kind().name().toLowerCase(Locale.ROOT))
                .put("how", cause.how().name().toLowerCase(Locale.ROOT))
                .put("t", cause.t() < 0 ? JsonNull.NULL : JsonNumber.of(cause.t()))
                .put("reference", cause.reference())
                .put("stage", orNull(cause.stage()))
                .put("expression", orNull(text(cause)))
                .put("line", at == null ? JsonNull.NULL : JsonNumber.of(at.line()))
                .put("column", at == null ? JsonNull.NULL : JsonNumber.of(at.column()))
                .put("path", JsonArray.of(cause.path()))
                .put("value", whole ? cause.value() : JsonString.of(TaskText.shorten(cause.value())))
                .put("valueCut", JsonBoolean.of(!whole))
                .put("from", JsonArray.of(from))
                .build();
    }

    private static JsonValue orNull(@Nullable String text) {
        return text == null ? JsonNull.NULL : JsonString.of(text);
    }
}
