package io.flowork.runtime;

import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Status;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import io.flowork.core.program.Body;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.store.ParentRun;
import io.flowork.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the standard's lifecycle events of a run's steps. Their ids follow from the steps, so the same step has the same
 * event whenever the run is folded.
 */
final class Lifecycle implements Steps {
    private static final String ROOT = "/";
    /** The namespace of the engine's own workflows. */
    private static final String OWN = "flowork";

    private final Run run;
    private final LifecycleBus bus;
    private final @Nullable Steps next;
    private List<JsonObject> events = new ArrayList<>();

    /**
     * Follows a run.
     *
     * @param next who else follows it
     */
    private Lifecycle(Run run, LifecycleBus bus, @Nullable Steps next) {
        this.run = run;
        this.bus = bus;
        this.next = next;
    }

    /** Follows a run if anybody wants to know of its life. What is sent outside has none. */
    static @Nullable Lifecycle of(Engine engine, Run run) {
        LifecycleBus bus = engine.events().lifecycle();
        return bus.isWanted() && !run.workflow().source().namespace().equals(OWN)
                ? new Lifecycle(run, bus, run.steps())
                : null;
    }

    /**
     * Tells those inside of a run's life. Those who listen for such events are not told of each other, nor of the runs that
     * they start, so that nothing goes round in circles.
     */
    static void tell(Engine engine, Run run, List<JsonObject> life) {
        if (!isListener(engine, run)) {
            life.forEach(engine.events().lifecycle()::publish);
        }
    }

    private static boolean isListener(Engine engine, Run run) {
        Store store = engine.store();
        ParentRun parent = run.parent();
        if (LifecycleBus.isNamedIn(run.workflow().source().text())) {
            return true;
        }
        if (parent == null || store == null) {
            return false;
        }
        return engine.run(parent.run())
                .map(active -> isListener(engine, active))
                .orElseGet(() -> store.run(parent.run())
                        .flatMap(record -> store.program(record.program()))
                        .filter(program -> LifecycleBus.isNamedIn(program.text()))
                        .isPresent());
    }

    /** The events since the last time. */
    List<JsonObject> take() {
        List<JsonObject> taken = events;
        events = new ArrayList<>();
        return taken;
    }

    @Override
    public void step(Step step) {
        if (next != null) {
            next.step(step);
        }
        Step.At at = step.at();
        switch (step) {
            case Step.Entered entered -> {
                if (isWorkflow(at)) {
                    add(at, "started", "startedAt", "definition", definition());
                } else {
                    add(at, "created", "createdAt", null, null);
                    add(at, "started", "startedAt", null, null);
                }
            }
            case Step.Completed completed -> {
                if (listens(at)) {
                    workflow(at.t(), at.time(), "correlation-completed", "completedAt");
                }
                add(at, "completed", "completedAt", "output", completed.output());
            }
            case Step.Raised raised ->
                add(at, "faulted", "faultedAt", "error", raised.error().toJson());
            case Step.Retrying retrying -> add(at, "retried", "retriedAt", null, null);
            case Step.Cancelled cancelled -> add(at, "cancelled", "cancelledAt", null, null);
            case Step.Scheduled scheduled -> {
                if (scheduled.effect() instanceof Effect.Subscribe) {
                    workflow(at.t(), at.time(), "correlation-started", "startedAt");
                }
            }
            case Step.Skipped _,
                    Step.Evaluated _,
                    Step.Turn _,
                    Step.BranchStarted _,
                    Step.BranchJoined _,
                    Step.Consumed _,
                    Step.Waiting _,
                    Step.Caught _ -> {}
        }
    }

    /** The run stands elsewhere, after a step. */
    void status(Status before, Status now, long t, long time) {
        if (now == Status.SUSPENDED) {
            workflow(t, time, "suspended", "suspendedAt");
        } else if (before == Status.SUSPENDED && !now.ended()) {
            workflow(t, time, "resumed", "resumedAt");
        }
        event(
                "workflow",
                t,
                time,
                "status-changed",
                "updatedAt",
                new JsonObject.Builder().put("name", name()),
                "status",
                JsonString.of(now.text()));
    }

    private boolean listens(Step.At at) {
        return !isWorkflow(at) && run.workflow().program().node(at.reference()).body() instanceof Body.Listen;
    }

    private static boolean isWorkflow(Step.At at) {
        return at.reference().equals(ROOT);
    }

    private void workflow(long t, long time, String what, String when) {
        event("workflow", t, time, what, when, new JsonObject.Builder().put("name", name()), null, null);
    }

    private void add(Step.At at, String what, String when, @Nullable String more, @Nullable JsonValue value) {
        JsonObject.Builder data = new JsonObject.Builder();
        if (isWorkflow(at)) {
            data.put("name", name());
        } else {
            data.put("workflow", name()).put("task", at.reference());
        }
        event(isWorkflow(at) ? "workflow" : "task", at.t(), at.time(), what, when, data, more, value);
    }

    private void event(
            String whose,
            long t,
            long time,
            String what,
            String when,
            JsonObject.Builder data,
            @Nullable String more,
            @Nullable JsonValue value) {
        String type = "io.serverlessworkflow." + whose + "." + what + ".v1";
        if (!bus.wants(JsonString.of(type))) {
            return;
        }
        String at = Instant.ofEpochMilli(time).toString();
        data.put(when, at);
        if (more != null && value != null) {
            data.put(more, JsonReader.parse(value.toString())); // in its text secrets are masked
        }
        Workflow workflow = run.workflow().program().workflow();
        events.add(new JsonObject.Builder()
                .put("specversion", "1.0")
                .put("id", run.id() + "/" + t + "/" + whose + "." + what)
                .put("source", "/" + workflow.namespace() + "/" + workflow.name() + "/" + workflow.version())
                .put("type", type)
                .put("time", at)
                .put("subject", run.id())
                .put("datacontenttype", "application/json")
                .put("data", data.build())
                .build());
    }

    /** A run's qualified name. */
    private String name() {
        Workflow workflow = run.workflow().program().workflow();
        return workflow.name() + "-" + run.id() + "." + workflow.namespace();
    }

    private JsonObject definition() {
        Workflow workflow = run.workflow().program().workflow();
        return new JsonObject.Builder()
                .put("name", workflow.name())
                .put("namespace", workflow.namespace())
                .put("version", workflow.version())
                .build();
    }
}
