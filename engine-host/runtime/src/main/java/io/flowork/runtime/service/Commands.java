package io.flowork.runtime.service;

import io.flowork.api.CommandResult;
import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.api.RetryRequest;
import io.flowork.api.RunCommand;
import io.flowork.api.RunStatus;
import io.flowork.core.error.WorkflowError;
import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.runtime.Engine;
import io.flowork.runtime.Recovery;
import io.flowork.runtime.Run;
import io.flowork.runtime.UnusableWorkflowException;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoredCommand;
import io.flowork.store.Write;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Commands to runs. One that has an id is done once. Methods wait for what they need, so they are called on virtual threads.
 */
final class Commands {
    private static final long PATIENCE_SECONDS = 20;
    private static final String STATUS = "status";

    private final Engine engine;
    private final Recovery recovery;
    private final Store store;
    private final Activity activity;
    private final Clock clock;
    private final Once once;

    Commands(Engine engine, Recovery recovery, Store store, Once once, Activity activity, Clock clock) {
        this.engine = engine;
        this.recovery = recovery;
        this.store = store;
        this.activity = activity;
        this.clock = clock;
        this.once = once;
    }

    private RunRecord record(@Nullable String id) {
        String wanted = Requests.text(id, "runId");
        return store.run(wanted).orElseThrow(() -> Kind.NOT_FOUND.because("There is no run " + wanted));
    }

    // --- each once ---

    /** What a command does, and what is stored together with its effect by the status that comes of it. */
    private interface Work {
        CommandResult on(RunRecord run, @Nullable Function<Status, StoredCommand> answer) throws InterruptedException;
    }

    /** A command is answered with the run's status. */
    private record KeptStatus(String run) implements Once.Kept<CommandResult> {
        static JsonObject of(Status status) {
            return JsonObject.of(STATUS, JsonString.of(status.text()));
        }

        @Override
        public JsonObject of(CommandResult answer) {
            return of(Records.status(answer.status()));
        }

        @Override
        public CommandResult again(JsonObject kept) {
            RunStatus status = kept.get(STATUS) instanceof JsonString text ? RunStatus.of(text.value()) : null;
            if (status == null) {
                throw new IllegalStateException("a command without its answer");
            }
            return new CommandResult(run, status);
        }
    }

    private CommandResult once(String name, RunCommand command, Work work) throws InterruptedException {
        return once(name, command.runId(), command.commandId(), command.reason(), null, work);
    }

    private CommandResult once(
            String name,
            @Nullable String runId,
            @Nullable String id,
            @Nullable String reason,
            @Nullable String from,
            Work work)
            throws InterruptedException {
        RunRecord run = record(runId);
        JsonObject.Builder request = new JsonObject.Builder().put("command", JsonString.of(name));
        if (reason != null) {
            request.put("reason", JsonString.of(reason));
        }
        if (from != null) {
            request.put("from", JsonString.of(from));
        }
        return once.run(
                run.id(),
                id,
                request.build(),
                new KeptStatus(run.id()),
                answered -> work.on(
                        record(run.id()), answered == null ? null : status -> answered.apply(KeptStatus.of(status))));
    }

    // --- what there is ---

    CommandResult cancel(RunCommand request) throws InterruptedException {
        return once("cancel", request, (run, answer) -> cancel(run, request.reason(), answer));
    }

    private CommandResult cancel(
            RunRecord run, @Nullable String wanted, @Nullable Function<Status, StoredCommand> answer)
            throws InterruptedException {
        if (run.status() == Status.CANCELLED) {
            return new CommandResult(run.id(), RunStatus.CANCELLED);
        }
        String reason = wanted == null ? "cancelled by an operator" : wanted;
        return command(run, "cancelled", Status::ended, active -> active.cancel(reason, answer));
    }

    CommandResult suspend(RunCommand request) throws InterruptedException {
        return once("suspend", request, (run, answer) -> {
            if (run.status() == Status.SUSPENDED) {
                return new CommandResult(run.id(), RunStatus.SUSPENDED);
            }
            return command(
                    run,
                    "suspended",
                    status -> status == Status.SUSPENDED,
                    active -> active.suspend(request.reason(), answer));
        });
    }

    /** Lets a run go on that was suspended, or that stopped because it could no longer be recorded. */
    CommandResult resume(RunCommand request) throws InterruptedException {
        return once("resume", request, (run, answer) -> {
            if (!run.status().ended()
                    && engine.run(run.id()).isEmpty()
                    && recovery.recover(run).isPresent()) {
                return new CommandResult(
                        run.id(), Records.status(record(run.id()).status()));
            }
            if (!run.status().ended() && run.status() != Status.SUSPENDED) {
                throw Kind.CONFLICT.because(
                        "The run " + run.id() + " is " + run.status().text() + ": only a suspended one can be resumed");
            }
            return command(
                    run,
                    "resumed",
                    status -> status != Status.SUSPENDED,
                    active -> active.resume(request.reason(), answer));
        });
    }

    /** Lets a run that has ended go on as a new branch. */
    CommandResult retry(RetryRequest request) throws InterruptedException {
        return once(
                "retry",
                request.runId(),
                request.commandId(),
                request.reason(),
                request.from(),
                (run, answer) -> retry(run, request, answer));
    }

    private CommandResult retry(RunRecord run, RetryRequest request, @Nullable Function<Status, StoredCommand> answer) {
        if (!run.status().ended() || engine.run(run.id()).isPresent()) {
            throw Kind.CONFLICT.because("The run %s is %s: only one that has ended can be retried"
                    .formatted(run.id(), run.status().text()));
        }
        if (run.status() == Status.COMPLETED && request.from() == null) {
            throw Kind.CONFLICT.because(
                    "The run %s has completed: no task of it failed. Say with 'from' which task to go on from"
                            .formatted(run.id()));
        }
        List<Write> together = new ArrayList<>();
        if (answer != null) {
            together.add(new Write.PutCommand(answer.apply(Status.RUNNING)));
        }
        Optional<Run> retried;
        try {
            retried = recovery.retry(run.id(), request.from(), request.reason(), together);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Kind.CONFLICT.of("The run %s cannot be retried: %s".formatted(run.id(), e.getMessage())), e);
        } catch (UnusableWorkflowException e) {
            throw new ProblemException(
                    Kind.CONFLICT.of("The run %s cannot go on: %s".formatted(run.id(), e.getMessage())), e);
        }
        if (retried.isEmpty()) {
            throw Kind.INVALID_CONTENT.because(
                    "The run %s never came to a task '%s'. A task is named by its name, or by its reference such as /do/0/first"
                            .formatted(run.id(), request.from()));
        }
        return new CommandResult(run.id(), Records.status(record(run.id()).status()));
    }

    /** Ends a run, also one that cannot go on here: of that the journal stays as it is. */
    CommandResult terminate(RunCommand request, boolean recovering) throws InterruptedException {
        return once("terminate", request, (run, answer) -> {
            if (run.status().ended() || engine.run(run.id()).isPresent()) {
                return cancel(run, request.reason(), answer);
            }
            if (recovering) {
                throw Kind.UNAVAILABLE.because(
                        "The engine is still taking up the runs of an earlier process. Try again");
            }
            String reason = request.reason() == null ? "terminated by an operator" : request.reason();
            List<Write> writes = new ArrayList<>();
            writes.add(new Write.UpdateRun(
                    run.id(),
                    Status.CANCELLED,
                    null,
                    clock.millis(),
                    null,
                    WorkflowError.of(WorkflowError.Kind.RUNTIME, reason).toJson()));
            if (answer != null) {
                writes.add(new Write.PutCommand(answer.apply(Status.CANCELLED)));
            }
            store.write(writes.toArray(Write[]::new));
            return new CommandResult(run.id(), RunStatus.CANCELLED);
        });
    }

    /** Gives a command and waits until the run has recorded that it obeyed. */
    private CommandResult command(RunRecord run, String done, Predicate<Status> obeyed, Consumer<Run> command)
            throws InterruptedException {
        if (run.status().ended()) {
            throw Kind.CONFLICT.because("The run %s is %s: it cannot be %s any more"
                    .formatted(run.id(), run.status().text(), done));
        }
        Run active = engine.run(run.id()).orElse(null);
        if (active == null) {
            throw Kind.UNAVAILABLE.because(
                    "The run %s is not at work here: it was left by an earlier process and is not known yet, or it cannot go on; the log says more"
                            .formatted(run.id()));
        }
        Semaphore news = new Semaphore(0);
        Runnable listener = news::release;
        activity.listen(run.id(), listener);
        try {
            command.accept(active);
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            Status status = record(run.id()).status();
            while (!status.ended() && !obeyed.test(status)) {
                if (!news.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    throw Kind.UNAVAILABLE.because(
                            "The run %s has not taken the command within %d seconds. It may still do so"
                                    .formatted(run.id(), PATIENCE_SECONDS));
                }
                status = record(run.id()).status();
            }
            return new CommandResult(run.id(), Records.status(status));
        } finally {
            activity.forget(run.id(), listener);
        }
    }
}
