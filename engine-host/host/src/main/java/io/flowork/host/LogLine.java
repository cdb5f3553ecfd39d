package io.flowork.host;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Times;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.Working;
import io.flowork.store.StoredProgram;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is logged.
 *
 * @param millis when: milliseconds since 1970-01-01 UTC
 * @param level error, warning, info or debug
 * @param logger whose it is
 * @param message what happened, in our own words
 * @param working for which run, if for any
 * @param thrown what was thrown; its message may quote data, so a server's log has only its class and place
 */
record LogLine(
        long millis,
        String level,
        String logger,
        String message,
        @Nullable Working working,
        @Nullable Throwable thrown) {
    private static final int FRAMES = 40;

    String command() {
        return "flowork: " + level + ": " + message + (thrown == null ? "" : " (" + thrown + ")");
    }

    String text(Paint paint) {
        String word = switch (level) {
            case "error" -> paint.boldRed(level);
            case "warning" -> paint.boldYellow(level);
            default -> paint.dim(level);
        };
        StringBuilder line =
                new StringBuilder("flowork: ").append(word).append(": ").append(Columns.line(message));
        if (thrown != null) {
            line.append(" (").append(thrown.getClass().getName());
            StackTraceElement[] frames = thrown.getStackTrace();
            line.append(frames.length == 0 ? ")" : " at " + frames[0] + ")");
        }
        if (working != null && !message.contains(working.run())) {
            line.append(" [run ").append(working.run()).append(']');
        }
        return line.toString();
    }

    String json() {
        JsonObject.Builder line = new JsonObject.Builder()
                .put("time", Times.utc(millis))
                .put("level", level)
                .put("logger", logger)
                .put("message", message);
        if (working != null) {
            line.put("runId", working.run());
            LoadedWorkflow workflow = working.workflow();
            if (workflow != null) {
                StoredProgram source = workflow.source();
                line.put("workflow", source.namespace() + "/" + source.name() + " " + source.version());
            }
        }
        if (thrown != null) {
            line.put("error", error(thrown));
        }
        return line.build().toString();
    }

    private static JsonArray error(Throwable thrown) {
        JsonArray.Builder lines = new JsonArray.Builder();
        int left = FRAMES;
        for (Throwable at = thrown; at != null && left > 0; at = at.getCause()) {
            lines.add(JsonString.of(at.getClass().getName()));
            for (StackTraceElement frame : at.getStackTrace()) {
                if (--left < 0) {
                    break;
                }
                lines.add(JsonString.of("at " + frame));
            }
        }
        return lines.build();
    }
}
