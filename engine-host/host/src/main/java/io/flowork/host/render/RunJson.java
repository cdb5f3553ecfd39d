package io.flowork.host.render;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.terminal.Times;
import io.flowork.runtime.RunResult;
import io.flowork.runtime.TaskLog;
import io.flowork.store.RunRecord;
import io.flowork.store.StoredProgram;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs as programs read them. */
public final class RunJson {
    private RunJson() {}

    /** What {@code run --json} prints. */
    public static JsonObject of(RunResult result, StoredProgram workflow, List<TaskLog.Visit> visits) {
        return new JsonObject.Builder()
                .put("runId", result.runId())
                .put("workflow", workflow(workflow.namespace(), workflow.name(), workflow.version()))
                .put("status", result.status().text())
                .put("output", orNull(result.output()))
                .put("error", ErrorText.json(result.error()))
                .put("tasks", tasks(visits))
                .build();
    }

    /** A run in a list: without its data. */
    public static JsonObject.Builder of(RunRecord run) {
        return new JsonObject.Builder()
                .put("runId", run.id())
                .put("workflow", workflow(run.namespace(), run.name(), run.version()))
                .put("status", run.status().text())
                .put("createdAt", Times.utc(run.created()))
                .put("startedAt", time(run.started()))
                .put("endedAt", time(run.ended()))
                .put(
                        "parent",
                        run.parent() == null
                                ? JsonNull.NULL
                                : JsonString.of(run.parent().run()))
                .put(
                        "fingerprint",
                        run.fault() == null
                                ? JsonNull.NULL
                                : JsonString.of(run.fault().fingerprint()));
    }

    /** The visits of tasks. */
    public static JsonArray tasks(List<TaskLog.Visit> visits) {
        JsonArray.Builder tasks = new JsonArray.Builder();
        for (TaskLog.Visit visit : visits) {
            tasks.add(new JsonObject.Builder()
                    .put("name", visit.name())
                    .put("reference", visit.reference())
                    .put("status", visit.status())
                    .put("startedAt", Times.utc(visit.startedAt()))
                    .put("endedAt", time(visit.endedAt()))
                    .build());
        }
        return tasks.build();
    }

    private static JsonObject workflow(String namespace, String name, String version) {
        return new JsonObject.Builder()
                .put("namespace", namespace)
                .put("name", name)
                .put("version", version)
                .build();
    }

    private static JsonValue time(@Nullable Long millis) {
        return millis == null ? JsonNull.NULL : JsonString.of(Times.utc(millis));
    }

    /** A value, or null as JSON has it. */
    public static JsonValue orNull(@Nullable JsonValue value) {
        return value == null ? JsonNull.NULL : value;
    }
}
