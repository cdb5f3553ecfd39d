package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.program.Node;
import io.flowork.core.program.Program;
import io.flowork.core.program.ProgramSource;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** States as values. Reading what was written gives an equal state. */
final class StateJson {
    private StateJson() {}

    static JsonObject write(State state) {
        JsonArray.Builder strands = new JsonArray.Builder();
        for (Strand strand : state.strands) {
            strands.add(strand(strand));
        }
        JsonArray.Builder ready = new JsonArray.Builder();
        for (int id : state.ready) {
            ready.add(JsonNumber.of(id));
        }
        JsonObject.Builder json = new JsonObject.Builder()
                .put("runId", state.runId)
                .put("branch", state.branch)
                .put("runtime", state.runtime)
                .put("rawInput", state.rawInput)
                .put("startedAt", state.startedAt)
                .put("now", state.now)
                .put("t", state.t)
                .put("status", state.status.text())
                .put("context", state.context)
                .put("strands", strands.build())
                .put("ready", ready.build())
                .put("nextStrand", state.nextStrand)
                .put("nextVisit", state.nextVisit)
                .put("pending", state.pending)
                .put("resources", state.resources);
        if (state.output != null) {
            json.put("output", state.output);
        }
        if (state.error != null) {
            json.put("error", state.error.toJson());
        }
        state.budget.write(json);
        if (state.drawn != state.branch) {
            json.put("drawn", state.drawn);
        }
        if (state.edited) {
            json.put("program", state.program.hash());
        }
        return json.build();
    }

    static State read(Program own, ProgramSource others, JsonObject json) {
        String edited = Fields.optionalString(json, "program");
        Program program = edited == null ? own : others.find(edited);
        if (program == null) {
            throw new IllegalArgumentException("the program " + edited + " of a fork is not here");
        }
        List<Strand> strands = new ArrayList<>();
        JsonObject resources = Fields.object(json, "resources");
        for (JsonValue strand : Fields.array(json, "strands")) {
            strands.add(strand(program, resources, object(strand)));
        }
        JsonArray ready = Fields.array(json, "ready");
        int[] ids = new int[ready.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = ready.get(i) instanceof JsonNumber id ? (int) id.doubleValue() : 0;
        }
        return new State(
                program,
                edited != null,
                Fields.string(json, "runId"),
                Fields.number(json, "branch"),
                json.has("drawn") ? Fields.number(json, "drawn") : Fields.number(json, "branch"),
                Fields.object(json, "runtime"),
                Fields.value(json, "rawInput"),
                Fields.integer(json, "startedAt"),
                Fields.integer(json, "now"),
                Fields.integer(json, "t"),
                Status.valueOf(Fields.string(json, "status").toUpperCase(Locale.ROOT)),
                Fields.value(json, "context"),
                strands.toArray(Strand[]::new),
                ids,
                Fields.number(json, "nextStrand"),
                Fields.integer(json, "nextVisit"),
                Fields.object(json, "pending"),
                resources,
                json.get("output"),
                json.get("error") == null ? null : WorkflowError.fromJson(Fields.object(json, "error")),
                Budget.read(json));
    }

    private static JsonObject object(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new IllegalArgumentException("not an object: " + value);
    }

    private static JsonObject strand(Strand strand) {
        List<JsonValue> frames = new ArrayList<>();
        for (Frame at = strand.top(); at != null; at = at.parent()) {
            frames.add(frame(at));
        }
        return new JsonObject.Builder()
                .put("id", strand.id())
                .put("parent", strand.parent())
                .put("branch", strand.branch())
                .put("parentVisit", strand.parentVisit())
                .put("frames", JsonArray.of(frames.reversed()))
                .build();
    }

    private static Strand strand(Program program, JsonObject resources, JsonObject json) {
        Frame top = null;
        for (JsonValue frame : Fields.array(json, "frames")) {
            top = frame(program, resources, top, object(frame));
        }
        if (top == null) {
            throw new IllegalArgumentException("a strand without frames");
        }
        return new Strand(
                Fields.number(json, "id"),
                Fields.number(json, "parent"),
                Fields.number(json, "branch"),
                Fields.integer(json, "parentVisit"),
                top);
    }

    private static JsonObject frame(Frame frame) {
        JsonObject.Builder json = new JsonObject.Builder()
                .put("task", frame.node().reference())
                .put("phase", frame.phase().name())
                .put("visit", frame.visit())
                .put("startedAt", frame.startedAt())
                .put("rawInput", frame.rawInput())
                .put("input", frame.input())
                .put("vars", vars(frame.vars()))
                .put("extensions", frame.extensions())
                .put("detail", DetailJson.write(frame.detail()));
        if (frame.output() != null) {
            json.put("output", frame.output());
        }
        if (frame.rawOutput() != null) {
            json.put("rawOutput", frame.rawOutput());
        }
        if (frame.timeout() != null) {
            json.put("timeout", frame.timeout());
        }
        return json.build();
    }

    private static Frame frame(Program program, JsonObject resources, @Nullable Frame parent, JsonObject json) {
        return new Frame(
                parent,
                node(program, resources, Fields.string(json, "task")),
                Phase.valueOf(Fields.string(json, "phase")),
                Fields.integer(json, "visit"),
                Fields.integer(json, "startedAt"),
                Fields.value(json, "rawInput"),
                Fields.value(json, "input"),
                json.get("output"),
                json.get("rawOutput"),
                vars(Fields.array(json, "vars")),
                Fields.integer(json, "extensions"),
                Fields.optionalString(json, "timeout"),
                DetailJson.read(Fields.object(json, "detail")));
    }

    /** A task of the workflow, or of a function that the run has fetched. */
    static Node node(Program program, JsonObject resources, String reference) {
        return resources.get(Program.place(reference)) instanceof JsonObject document
                ? program.node(reference, Fields.string(document, "content"))
                : program.node(reference);
    }

    private static JsonArray vars(@Nullable Vars vars) {
        List<JsonValue> values = new ArrayList<>();
        for (Vars at = vars; at != null; at = at.outer()) {
            values.add(at.value());
        }
        return JsonArray.of(values.reversed());
    }

    private static @Nullable Vars vars(JsonArray values) {
        Vars vars = null;
        for (JsonValue value : values) {
            vars = Vars.push(vars, value);
        }
        return vars;
    }

    /** Null as a value. */
    static JsonValue orNull(@Nullable String text) {
        return text == null ? JsonNull.NULL : JsonString.of(text);
    }
}
