package io.flowork.host.render;

import io.flowork.core.history.Cause;
import io.flowork.core.jq.Lineage;
import io.flowork.core.machine.Step;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Position;
import io.flowork.grammar.workflow.Expression;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a value comes from, for people and for programs. */
public final class CauseText {
    /** The largest value that programs get whole: there may be hundreds of them. */
    private static final int LARGEST = 1 << 16;

    /** How many columns lines are indented at most. */
    private static final int DEEPEST = 40;

    private static final int LONGEST_VALUE = 80;
    private static final int LONGEST_EXPRESSION = 60;

    private final TaskPlaces places;
    private final Expression asked;

    /**
     * Tells of values of a run whose tasks stand at these places.
     *
     * @param asked what somebody asked about, which stands in no text
     */
    public CauseText(TaskPlaces places, Expression asked) {
        this.places = places;
        this.asked = asked;
    }

    // --- for people ---

    /**
     * A value and what it comes from, a line each; what several come from is indented below.
     *
     * @param cause the value that was asked about
     */
    public List<String> lines(Cause cause, Paint paint) {
        List<String> lines = new ArrayList<>();
        lines.add(line(cause, null, paint));
        below(cause, "  ", lines, paint);
        return lines;
    }

    /** A chain of single origins stays at its depth, however long it is; of several the shortest story comes first. */
    private void below(Cause cause, String indent, List<String> lines, Paint paint) {
        Cause at = cause;
        while (at.from().size() == 1) {
            Cause only = at.from().getFirst();
            lines.add(indent + paint.dim(how(only.how())) + line(only, at, paint));
            at = only;
        }
        List<Cause> origins = new ArrayList<>(at.from());
        origins.sort(Comparator.comparingInt(CauseText::size));
        String inside = indent.length() < DEEPEST ? indent + "  " : indent;
        for (Cause origin : origins) {
            lines.add(indent + paint.dim(how(origin.how())) + line(origin, at, paint));
            below(origin, inside, lines, paint);
        }
    }

    /** How many values a story has. */
    private static int size(Cause cause) {
        int size = 1;
        for (Cause origin : cause.from()) {
            size += size(origin);
        }
        return size;
    }

    private static String how(Lineage.Kind how) {
        return switch (how) {
            case COPIED -> "is ";
            case COMPUTED -> "from ";
            case DECIDED -> "decided by ";
            case WRITTEN -> "";
        };
    }

    private String line(Cause cause, @Nullable Cause of, Paint paint) {
        StringBuilder where = new StringBuilder();
        if (cause.t() >= 0) {
            where.append("step ").append(cause.t()); // as it is typed after --at
        }
        Position at = position(cause, of);
        if (at != null) {
            where.append(where.isEmpty() ? "" : ", ").append(places.text(at));
        }
        return what(cause, isRead(of)) + " = " + paint.bold(Columns.cut(TaskText.shorten(cause.value()), LONGEST_VALUE))
                + (where.isEmpty() ? "" : "  " + paint.dim(where.toString()));
    }

    /** Whether an expression reads what comes from somewhere: then its spot is there, and not where the value was made. */
    private static boolean isRead(@Nullable Cause of) {
        return of != null && of.kind() == Cause.Kind.EXPRESSION;
    }

    private static String what(Cause cause, boolean isRead) {
        String path = path(cause.path());
        String task = cause.reference().equals("/") ? "the workflow" : TaskText.name(cause.reference());
        return switch (cause.kind()) {
            case INPUT -> "input" + path + " of " + task;
            case RAW_INPUT -> "raw input" + path + " of " + task;
            case OUTPUT -> "output" + path + " of " + task;
            case RAW_OUTPUT -> "raw output" + path + " of " + task;
            case CONTEXT -> "$context" + path;
            case EXPRESSION -> (isRead ? stage(cause) + path : expression(cause)) + " in " + task;
            case RUN_INPUT -> "the run's input" + path;
            case ANSWER ->
                "the answer" + path + (cause.stage() == null ? "" : " of " + Columns.line(cause.stage())) + " to "
                        + task;
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

    private static String stage(Cause cause) {
        return cause.stage() == null ? "an expression" : Columns.line(cause.stage());
    }

    private static String expression(Cause cause) {
        String text = text(cause);
        return text == null ? stage(cause) : "'" + Columns.cut(Columns.line(text.strip()), LONGEST_EXPRESSION) + "'";
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

    private @Nullable Position position(Cause cause, @Nullable Cause of) {
        String reader = of != null && isRead(of) ? of.reference() : cause.reference();
        Step.Spot spot = cause.spot();
        return spot == null || spot.expression().equals(asked) ? null : places.position(reader, spot);
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
        return json(cause, null);
    }

    private JsonObject json(Cause cause, @Nullable Cause of) {
        List<JsonValue> from = new ArrayList<>();
        for (Cause origin : cause.from()) {
            from.add(json(origin, cause));
        }
        Position at = position(cause, of);
        boolean whole = cause.value().weight() <= LARGEST;
        return new JsonObject.Builder()
                .put("kind", cause.kind().name().toLowerCase(Locale.ROOT))
                .put("how", cause.how().name().toLowerCase(Locale.ROOT))
                .put("t", cause.t() < 0 ? JsonNull.NULL : JsonNumber.of(cause.t()))
                .put("reference", cause.reference())
                .put("stage", orNull(cause.stage()))
                .put("part", orNull(text(cause)))
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
