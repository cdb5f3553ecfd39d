package io.flowork.runtime;

import io.flowork.core.machine.ActiveTask;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.State;
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
                    taskStatus(at, Status.RUNNING);
                }
            }
            case Step.Completed completed -> {
                if (listens(at)) {
                    workflow(at.t(), at.time(), "correlation-completed", "completedAt");
                }
                add(at, "completed", "completedAt", "output", completed.output());
                taskStatus(at, Status.COMPLETED);
            }
            case Step.Raised raised -> {
                add(at, "faulted", "faultedAt", "error", raised.error().toJson());
                taskStatus(at, Status.FAULTED);
            }
            case Step.Retrying retrying -> add(at, "retried", "retriedAt", null, null);
            case Step.Cancelled cancelled -> {
                add(at, "cancelled", "cancelledAt", null, null);
                taskStatus(at, Status.CANCELLED);
            }
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

    /** An input was applied: a command changes the run and the tasks in it together. */
    void applied(Input input, State state) {
        switch (input) {
            case Input.Suspend _ -> commanded(state, "suspended", "suspendedAt", Status.SUSPENDED);
            case Input.Resume _ -> commanded(state, "resumed", "resumedAt", Status.RUNNING);
            default -> {}
        }
    }

    private void commanded(State state, String what, String when, Status status) {
        workflow(state.t(), state.now(), what, when);
        for (ActiveTask task : ActiveTask.of(state)) {
            Where where = new Where("task", state.t(), state.now(), "/" + task.visit());
            event(where, what, when, taskData(task.reference()), null, null);
            // both commands may come after the same step
            Where changed = new Where("task", state.t(), state.now(), "/" + task.visit() + "/" + what);
            status(changed, taskData(task.reference()), status);
        }
    }

    /** The run stands elsewhere, after a step. */
    void status(Status now, long t, long time) {
        status(new Where("workflow", t, time, ""), new JsonObject.Builder().put("name", name()), now);
    }

    private void status(Where where, JsonObject.Builder data, Status status) {
        event(where, "status-changed", "updatedAt", data, "status", JsonString.of(status.text()));
    }

    private boolean listens(Step.At at) {
        return !isWorkflow(at) && run.workflow().program().node(at.reference()).body() instanceof Body.Listen;
    }

    private static boolean isWorkflow(Step.At at) {
        return at.reference().equals(ROOT);
    }

    private void workflow(long t, long time, String what, String when) {
        event(new Where("workflow", t, time, ""), what, when, new JsonObject.Builder().put("name", name()), null, null);
    }

    private void add(Step.At at, String what, String when, @Nullable String more, @Nullable JsonValue value) {
        Where where = new Where(isWorkflow(at) ? "workflow" : "task", at.t(), at.time(), "");
        JsonObject.Builder data =
                isWorkflow(at) ? new JsonObject.Builder().put("name", name()) : taskData(at.reference());
        event(where, what, when, data, more, value);
    }

    /** A task's status has changed by a step; that of the run is told of after its turn. */
    private void taskStatus(Step.At at, Status status) {
        if (!isWorkflow(at)) {
            status(new Where("task", at.t(), at.time(), ""), taskData(at.reference()), status);
        }
    }

    private JsonObject.Builder taskData(String reference) {
        return new JsonObject.Builder().put("workflow", name()).put("task", reference);
    }

    /**
     * What an event is about, and when.
     *
     * @param whose the workflow, or a task
     * @param t after so many steps
     * @param time milliseconds since 1970-01-01 UTC
     * @param which what tells it from others of its type after the same step
     */
    private record Where(String whose, long t, long time, String which) {}

    private void event(
            Where where,
            String what,
            String when,
            JsonObject.Builder data,
            @Nullable String more,
            @Nullable JsonValue value) {
        String type = "io.serverlessworkflow." + where.whose() + "." + what + ".v1";
        if (!bus.wants(JsonString.of(type))) {
            return;
        }
        String at = Instant.ofEpochMilli(where.time()).toString();
        data.put(when, at);
        if (more != null && value != null) {
            data.put(more, JsonReader.parse(value.toString())); // in its text secrets are masked
        }
        Workflow workflow = run.workflow().program().workflow();
        events.add(new JsonObject.Builder()
                .put("specversion", "1.0")
                .put("id", run.id() + "/" + where.t() + "/" + where.whose() + "." + what + where.which())
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
