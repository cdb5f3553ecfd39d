package io.flowork.runtime;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.Limits;
import io.flowork.core.machine.State;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.ParentRun;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the effects of a run and gives their results back as inputs. Used by the run's own thread only; calls
 * work on threads of their own, or on the thread of the turn after it.
 */
final class Outbox {
    private static final System.Logger LOG = System.getLogger(Outbox.class.getName());

    private final Engine engine;
    private final Run run;
    private final Map<String, Call> calls = new ConcurrentHashMap<>();
    private final boolean again;
    private volatile boolean left;

    /**
     * The outbox of a run.
     *
     * @param again whether effects may have been carried out before, as the run was folded from its journal
     */
    Outbox(Engine engine, Run run, boolean again) {
        this.engine = engine;
        this.run = run;
        this.again = again;
    }

    /**
     * Starts an effect.
     *
     * @param state a state in which it is outstanding
     */
    void carryOut(Effect effect, State state) {
        Input simulated = engine.simulation().answer(effect);
        if (simulated != null) {
            run.give(simulated);
            return;
        }
        switch (effect) {
            case Effect.Call call -> call(call, state);
            case Effect.Timer timer -> engine.timers().set(timer, run);
            case Effect.ChildRun child -> start(child);
            case Effect.Subscribe subscribe -> {
                String key = subscribe.key();
                engine.events().subscribe(key, subscribe.types(), event -> run.bring(new Input.Event(key, event)));
            }
            case Effect.Publish publish -> publish(publish);
            case Effect.Cancel cancel -> cancel(cancel.key());
        }
    }

    /** Whether calls are at work that will end by themselves. */
    boolean isCalling() {
        return calls.values().stream().anyMatch(call -> !call.consumes());
    }

    /** Whether calls are at work. */
    boolean hasCalls() {
        return !calls.isEmpty();
    }

    /** An effect has come to its end. */
    void done(String key) {
        calls.remove(key);
    }

    /**
     * The run has looked at a message.
     *
     * @param taken whether it has kept it
     */
    void looked(Input.Event message, boolean taken) {
        Call call = calls.get(message.key());
        if (call == null) {
            return;
        }
        long most = engine.settings().limits().valueBytes();
        if (call.looked(message.event(), taken) > most) {
            run.give(new Input.Failed(
                    call.key(),
                    WorkflowError.of(
                            Kind.RUNTIME, "The messages together are larger than the limit of " + most + " bytes")));
            engine.calls().giveUp(call);
        }
    }

    /** A turn is over: there is room for as many messages as it has dealt with. */
    void makeRoom(State state) {
        for (Call call : calls.values()) {
            if (call.holds()) {
                call.unread(state.unread(call.key()));
            }
        }
    }

    private void cancel(String key) {
        Call call = calls.remove(key);
        if (call != null) {
            engine.calls().giveUp(call);
        }
        engine.timers().cancel(key);
        engine.events().unsubscribe(key);
        engine.children().cancel(key);
    }

    /** Publishes an event. The task that emits it goes on once everybody who listens has recorded it. */
    @SuppressWarnings("FutureReturnValueIgnored") // the run is told
    private void publish(Effect.Publish effect) {
        engine.events().publish(effect.event()).whenComplete((receivers, failure) -> {
            if (engine.isStopping()) {
                return; // it is published at the next start
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof EngineBusyException busy) { // those who have the event do not take it again
                CompletableFuture.delayedExecutor(busy.retryAfter().toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> publish(effect));
            } else {
                if (cause
                        != null) { // the run has emitted it, and goes on; who could not record it has said so, perhaps
                    Working.on(
                            run,
                            () -> LOG.log(
                                    System.Logger.Level.WARNING,
                                    "Not everybody who listens could record an event that the run " + run.id()
                                            + " emitted; it is not brought to them again",
                                    cause));
                }
                run.give(new Input.Completed(effect.key(), JsonNull.NULL));
            }
        });
    }

    private void call(Effect.Call effect, State state) {
        FunctionHandler handler = engine.functions().find(effect.function());
        if (handler == null) {
            run.give(new Input.Failed(
                    effect.key(),
                    WorkflowError.of(
                            Kind.CONFIGURATION,
                            "The function '" + effect.function() + "' is not available in this version")));
            return;
        }
        WorkflowError refusal = engine.calls().refusal(effect.function());
        if (refusal != null) {
            run.give(new Input.Failed(effect.key(), refusal));
            return;
        }
        Call call = new Call(run, effect.key(), effect.function(), System.nanoTime(), state.consumes(effect.key()));
        FunctionCall given = new FunctionCall(effect.key(), effect.arguments(), new Context(call, state));
        calls.put(effect.key(), call);
        boolean computes = engine.functions().isPlugin(effect.function());
        engine.calls()
                .start(
                        engine.scheduler(),
                        call,
                        computes,
                        () -> Working.get(run, () -> made(effect.key(), handler, given)));
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
            long most = engine.settings().limits().valueBytes();
            if (output.weight() > most) {
                return new Input.Failed(
                        key,
                        WorkflowError.of(
                                Kind.RUNTIME,
                                "The output is larger than the limit of " + most + " bytes for one value"));
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
        Input outcome = engine.children().start(found.get(), effect, new ParentRun(run.id(), effect.key()), again);
        if (outcome != null) {
            run.give(outcome);
        }
    }

    /** Leaves what is at work, as the run cannot go on here: it may be made again. */
    void leave() {
        left = true;
        close();
    }

    /** Ends everything that is still at work. */
    void close() {
        calls.values().forEach(engine.calls()::giveUp);
        calls.clear();
    }

    private final class Context implements FunctionCall.Context {
        private final Call call;
        private final long deadline;
        private final @Nullable JsonObject lastMessage;

        /**
         * What the engine offers to a call.
         *
         * @param call the call
         * @param state the run's state as the call begins
         */
        Context(Call call, State state) {
            this.call = call;
            this.deadline = state.deadline(call.key());
            this.lastMessage = again ? state.lastMessage(call.key()) : null;
        }

        @Override
        public @Nullable Instant deadline() {
            return deadline < 0 ? null : Instant.ofEpochMilli(deadline);
        }

        @Override
        public @Nullable String traceparent() {
            return engine.tracesCalls() ? TraceIds.traceparent(run.id(), call.key()) : null;
        }

        @Override
        public void message(JsonObject message) throws InterruptedException {
            if (call.awaitRoom(message)) {
                run.give(new Input.Event(call.key(), message));
            }
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // a message that could not be recorded is not settled
        public void message(JsonObject message, Runnable settled) throws InterruptedException {
            if (call.awaitRoom(message)) {
                run.bring(new Input.Event(call.key(), message)).thenRun(settled);
            }
        }

        @Override
        public @Nullable JsonObject lastMessage() {
            return lastMessage;
        }

        @Override
        public boolean comesAgain() {
            return left || engine.isStopping();
        }

        @Override
        public JsonValue secret(String name) throws FunctionException {
            return engine.secrets()
                    .value(name)
                    .orElseThrow(() -> new FunctionException(
                            WorkflowError.of(Kind.CONFIGURATION, "The secret '" + name + "' is not configured")));
        }

        @Override
        public @Nullable Path folder() {
            return run.workflow().folder();
        }

        @Override
        public boolean allows(String ability) {
            return engine.settings().allowed().contains(ability);
        }
    }
}
