package io.flowork.runtime;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.Limits;
import io.flowork.core.machine.Status;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.ParentRun;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the effects of a run and gives their results back as inputs. Used by the run's own thread only; calls work
 * on threads of their own.
 */
final class Outbox {
    private static final System.Logger LOG = System.getLogger(Outbox.class.getName());

    private final Engine engine;
    private final Run run;
    private final @Nullable Path folder;
    private final PriorityQueue<Effect.Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Effect.Timer::due).thenComparing(Effect.Timer::key));
    private final Map<String, Thread> calls = new HashMap<>();
    private final Map<String, Run> children = new HashMap<>();
    private final Map<String, String> subscriptions = new HashMap<>();

    /**
     * The effects of a run.
     *
     * @param folder the folder of its workflow's file, if it is in one
     */
    Outbox(Engine engine, Run run, @Nullable Path folder) {
        this.engine = engine;
        this.run = run;
        this.folder = folder;
    }

    void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Call call -> call(call);
            case Effect.Timer timer -> timers.add(timer);
            case Effect.ChildRun child -> start(child);
            case Effect.Subscribe subscribe -> {
                String key = subscribe.key();
                subscriptions.put(key, key);
                engine.events().subscribe(key, subscribe.types(), event -> run.give(new Input.Event(key, event)));
            }
            case Effect.Publish publish -> {
                engine.events().publish(publish.event());
                run.give(new Input.Completed(publish.key(), JsonNull.NULL));
            }
            case Effect.Cancel cancel -> cancel(cancel.key());
        }
    }

    private void cancel(String key) {
        timers.removeIf(timer -> timer.key().equals(key));
        Thread call = calls.remove(key);
        if (call != null) {
            call.interrupt();
        }
        Run child = children.remove(key);
        if (child != null) {
            child.cancel("the run that started it no longer wants it");
        }
        if (subscriptions.remove(key) != null) {
            engine.events().unsubscribe(key);
        }
    }

    /** The next timer that is due, as an input; null when there is none. */
    @Nullable
    Input due(long now) {
        Effect.Timer first = timers.peek();
        if (first == null || first.due() > now) {
            return null;
        }
        timers.remove();
        return new Input.Fired(first.key());
    }

    /** How many milliseconds there are until the next timer is due, or -1 when there is none. */
    long untilNextDue(long now) {
        Effect.Timer first = timers.peek();
        return first == null ? -1 : Math.max(0, first.due() - now);
    }

    private void call(Effect.Call effect) {
        FunctionHandler handler = engine.functions().find(effect.function());
        if (handler == null) {
            run.give(new Input.Failed(
                    effect.key(),
                    WorkflowError.of(
                            Kind.CONFIGURATION,
                            "The function '" + effect.function() + "' is not available in this version")));
            return;
        }
        FunctionCall call = new FunctionCall(effect.key(), effect.arguments(), new Context());
        calls.put(
                effect.key(),
                Thread.ofVirtual()
                        .name("call-" + effect.key())
                        .start(() -> run.give(made(effect.key(), handler, call))));
    }

    private Input made(String key, FunctionHandler handler, FunctionCall call) {
        try {
            JsonValue output = handler.call(call);
            if (output.depth() > Limits.LEVELS) {
                return new Input.Failed(
                        key,
                        WorkflowError.of(
                                Kind.RUNTIME, "The output is nested deeper than " + Limits.LEVELS + " levels"));
            }
            return new Input.Completed(key, output);
        } catch (FunctionException e) {
            return new Input.Failed(key, e.error());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Input.Failed(key, WorkflowError.of(Kind.RUNTIME, "The call was cancelled"));
        } catch (RuntimeException | Error e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "A handler of " + handler.descriptor().name() + " failed",
                    e);
            return new Input.Failed(
                    key,
                    WorkflowError.of(
                            Kind.RUNTIME,
                            "The handler of '" + handler.descriptor().name() + "' failed; the log says why"));
        }
    }

    private void start(Effect.ChildRun effect) {
        Optional<LoadedWorkflow> found;
        try {
            found = engine.workflows().find(effect.namespace(), effect.name(), effect.version());
        } catch (UnusableWorkflowException e) {
            run.give(new Input.Failed(
                    effect.key(), WorkflowError.of(Kind.CONFIGURATION, String.valueOf(e.getMessage()))));
            return;
        }
        if (found.isEmpty()) {
            run.give(new Input.Failed(
                    effect.key(),
                    WorkflowError.of(
                            Kind.CONFIGURATION,
                            "There is no workflow %s/%s, version %s"
                                    .formatted(effect.namespace(), effect.name(), effect.version()))));
            return;
        }
        Run child = engine.startChild(found.get(), effect.input(), new ParentRun(run.id(), effect.key()));
        if (!effect.await()) {
            run.give(new Input.Completed(effect.key(), JsonNull.NULL));
            return;
        }
        children.put(effect.key(), child);
        child.whenEnded((result, failure) -> run.give(ended(effect, result, failure)));
    }

    private static Input ended(Effect.ChildRun effect, @Nullable RunResult result, @Nullable Throwable failure) {
        if (result != null && result.status() == Status.COMPLETED && result.output() != null) {
            return new Input.Completed(effect.key(), result.output());
        }
        if (result != null && result.error() != null) {
            WorkflowError error = result.error();
            return new Input.Failed(
                    effect.key(),
                    new WorkflowError(error.type(), error.status(), error.title(), error.detail(), null, error.data()));
        }
        String why = failure == null ? "was cancelled" : "could not go on";
        return new Input.Failed(
                effect.key(), WorkflowError.of(Kind.RUNTIME, "The workflow '" + effect.name() + "' " + why));
    }

    /** Ends everything that is still at work. */
    void close() {
        calls.values().forEach(Thread::interrupt);
        subscriptions.keySet().forEach(engine.events()::unsubscribe);
    }

    private final class Context implements FunctionCall.Context {
        @Override
        public JsonValue secret(String name) throws FunctionException {
            return engine.secrets()
                    .value(name)
                    .orElseThrow(() -> new FunctionException(
                            WorkflowError.of(Kind.CONFIGURATION, "The secret '" + name + "' is not configured")));
        }

        @Override
        public @Nullable Path folder() {
            return folder;
        }

        @Override
        public boolean allows(String ability) {
            return engine.settings().allowed().contains(ability);
        }
    }
}
