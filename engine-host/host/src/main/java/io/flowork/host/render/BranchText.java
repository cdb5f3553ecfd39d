package io.flowork.host.render;

import io.flowork.api.BranchInfo;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Times;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Branches of runs, as lines and as JSON. */
public final class BranchText {
    private BranchText() {}

    /** What a branch is and what it has come to. */
    public static List<String> lines(BranchInfo branch, Paint paint) {
        List<String> lines = new ArrayList<>();
        String from = branch.parent() == null
                ? "how the run began"
                : "from branch " + branch.parent() + ", step " + Times.count(branch.t() == null ? 0 : branch.t());
        lines.add(paint.bold("branch " + branch.branch()) + (branch.own() ? " of the run's own" : "") + "  "
                + status(branch, paint) + "  " + paint.dim(from + " · " + Times.count(branch.steps()) + " steps"));
        if (branch.by() != null || branch.reason() != null) {
            lines.add("  "
                    + paint.dim(Columns.line((branch.by() == null ? "" : "by " + branch.by())
                            + (branch.reason() == null ? "" : (branch.by() == null ? "" : ": ") + branch.reason()))));
        }
        for (BranchInfo.Edited edit : branch.edits()) {
            lines.add("  " + Columns.line(edit.path()) + " = "
                    + TaskText.shorten(edit.value().value()));
        }
        if (branch.program() != null) {
            lines.add("  program "
                    + branch.program()
                            .substring(0, Math.min(12, branch.program().length())));
        }
        if (branch.output() != null) {
            lines.add("  output " + TaskText.shorten(branch.output()));
        }
        if (branch.error() != null) {
            lines.add("  " + paint.red("error") + " " + TaskText.shorten(branch.error()));
        }
        for (BranchInfo.Wanted wanted : branch.wanted()) {
            lines.add(wanted(wanted.kind(), wanted.reference(), wanted.request().value(), wanted.live(), paint));
        }
        return lines;
    }

    /** An effect that has no result yet, and why. */
    public static String wanted(String kind, String reference, JsonValue request, boolean live, Paint paint) {
        return "  " + paint.yellow(live ? "is to be carried out:" : "waits for") + " " + kind + " of "
                + Columns.line(reference) + paint.dim("  " + TaskText.shorten(request));
    }

    private static String status(BranchInfo branch, Paint paint) {
        String text = branch.status().text();
        return switch (branch.status()) {
            case COMPLETED -> paint.green(text);
            case FAULTED, CANCELLED -> paint.red(text);
            case PENDING, RUNNING, WAITING, SUSPENDED -> paint.yellow(text);
        };
    }

    /** A branch as JSON, with the members of the API. */
    public static JsonObject json(BranchInfo branch) {
        List<JsonValue> edits = new ArrayList<>();
        for (BranchInfo.Edited edit : branch.edits()) {
            edits.add(new JsonObject.Builder()
                    .put("path", edit.path())
                    .put("visit", number(edit.visit()))
                    .put("value", edit.value().value())
                    .build());
        }
        List<JsonValue> wanted = new ArrayList<>();
        for (BranchInfo.Wanted each : branch.wanted()) {
            wanted.add(wanted(each.kind(), each.reference(), each.request().value(), each.live()));
        }
        Integer parent = branch.parent();
        return new JsonObject.Builder()
                .put("runId", branch.runId())
                .put("branch", branch.branch())
                .put("own", JsonBoolean.of(branch.own()))
                .put("parent", number(parent == null ? null : Long.valueOf(parent)))
                .put("seq", number(branch.seq()))
                .put("t", number(branch.t()))
                .put("by", text(branch.by()))
                .put("reason", text(branch.reason()))
                .put("edits", JsonArray.of(edits))
                .put("program", text(branch.program()))
                .put("effects", RunJson.orNull(branch.effects()))
                .put("status", branch.status().text())
                .put("steps", branch.steps())
                .put("output", RunJson.orNull(branch.output()))
                .put("error", RunJson.orNull(branch.error()))
                .put("wanted", JsonArray.of(wanted))
                .build();
    }

    /** An effect that a branch waits for. */
    public static JsonObject wanted(String kind, String reference, JsonValue request, boolean live) {
        return new JsonObject.Builder()
                .put("kind", kind)
                .put("reference", reference)
                .put("request", request)
                .put("live", JsonBoolean.of(live))
                .build();
    }

    /** A number that may be missing. */
    public static JsonValue number(@Nullable Long value) {
        return value == null ? JsonNull.NULL : JsonNumber.of(value);
    }

    private static JsonValue text(@Nullable String value) {
        return value == null ? JsonNull.NULL : JsonString.of(value);
    }
}
