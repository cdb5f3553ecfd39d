package io.flowork.host.trace;

import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.host.trace.Span.Link;
import io.flowork.runtime.TraceIds;
import io.flowork.store.ParentRun;
import io.flowork.store.RunRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes spans of a run's steps: one of the run, inside it one of each visit of a task, and inside these one of each call
 * and of each run that is started.
 */
final class RunSpans implements Steps {
    private static final String WORKFLOW = "/";

    private final RunRecord run;
    private final String trace;
    private final Consumer<Span> out;
    private final Map<Long, Open> open = new HashMap<>();
    private long now;

    /** What has begun. */
    private record Open(Step.At at, List<Begun> calls) {}

    /** A call that has begun. */
    private record Begun(String key, String name, long time) {}

    RunSpans(RunRecord run, Consumer<Span> out) {
        this.run = run;
        this.trace = TraceIds.trace(run.id());
        this.out = out;
    }

    @Override
    public void step(Step step) {
        now = Math.max(now, step.at().time());
        switch (step) {
            case Step.Entered entered -> begin(entered.at());
            case Step.Scheduled scheduled -> scheduled(scheduled);
            case Step.Completed completed -> end(completed.at(), null);
            case Step.Raised raised -> {
                if (!open.containsKey(raised.at().visit())) {
                    begin(raised.at());
                }
                end(raised.at(), raised.error().type());
            }
            case Step.Cancelled cancelled -> end(cancelled.at(), "cancelled");
            case Step.Skipped s -> {}
            case Step.Evaluated s -> {}
            case Step.Turn s -> {}
            case Step.BranchStarted s -> {}
            case Step.BranchJoined s -> {}
            case Step.Consumed s -> {}
            case Step.Waiting s -> {}
            case Step.Retrying s -> {}
            case Step.Caught s -> {}
        }
    }

    private void begin(Step.At at) {
        open.put(at.visit(), new Open(at, new ArrayList<>()));
    }

    private void scheduled(Step.Scheduled scheduled) {
        Open around = open.get(scheduled.at().visit());
        if (around == null) {
            return;
        }
        long time = scheduled.at().time();
        switch (scheduled.effect()) {
            case Effect.Call call -> around.calls.add(new Begun(call.key(), "call " + call.function(), time));
            case Effect.ChildRun child ->
                around.calls.add(new Begun(child.key(), "run " + child.namespace() + "/" + child.name(), time));
            case Effect.Timer e -> {}
            case Effect.Subscribe e -> {}
            case Effect.Publish e -> {}
            case Effect.Cancel e -> {}
        }
    }

    /** Ends what has not ended by itself: what was left when the run was cancelled. */
    void close() {
        List.copyOf(open.values()).forEach(left -> end(left.at, "cancelled"));
    }

    private void end(Step.At at, @Nullable String error) {
        Open begun = open.remove(at.visit());
        if (begun == null) {
            return;
        }
        String id = TraceIds.span(run.id(), at.visit());
        for (Begun call : begun.calls) {
            out.accept(new Span(
                    trace,
                    TraceIds.span(call.key),
                    id,
                    null,
                    call.name,
                    true,
                    call.time,
                    now,
                    error,
                    Map.of("flowork.task.reference", at.reference())));
        }
        boolean whole = at.reference().equals(WORKFLOW);
        ParentRun parent = run.parent();
        out.accept(new Span(
                trace,
                id,
                at.parent() < 0 ? null : TraceIds.span(run.id(), at.parent()),
                whole && parent != null ? new Link(TraceIds.trace(parent.run()), TraceIds.span(parent.key())) : null,
                whole ? run.namespace() + "/" + run.name() : JsonPointer.last(at.reference()),
                false,
                begun.at.time(),
                now,
                error,
                whole
                        ? Map.of(
                                "flowork.run.id", run.id(),
                                "flowork.workflow.namespace", run.namespace(),
                                "flowork.workflow.name", run.name(),
                                "flowork.workflow.version", run.version())
                        : Map.of("flowork.task.reference", at.reference())));
    }
}
