package io.flowork.runtime.service;

import io.flowork.api.CommandResult;
import io.flowork.api.JournalItem;
import io.flowork.api.JournalPage;
import io.flowork.api.JournalRequest;
import io.flowork.api.Problem;
import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.api.RetryRequest;
import io.flowork.api.RunCommand;
import io.flowork.api.RunInfo;
import io.flowork.api.RunListRequest;
import io.flowork.api.RunPage;
import io.flowork.api.RunRef;
import io.flowork.api.RunStatus;
import io.flowork.api.StartRequest;
import io.flowork.api.StartResult;
import io.flowork.api.WorkflowRef;
import io.flowork.core.error.WorkflowError;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Limits;
import io.flowork.core.machine.Status;
import io.flowork.core.schema.Schemas;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.workflow.SchemaSpec;
import io.flowork.runtime.Engine;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.Recovery;
import io.flowork.runtime.Run;
import io.flowork.runtime.RunFailedException;
import io.flowork.runtime.RunIds;
import io.flowork.runtime.UnusableWorkflowException;
import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.Write;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Runs as the API has them. Methods wait for what they need, so they are called on virtual threads. */
final class Runs {
    /** Whoever holds the token is one caller. */
    private static final String CALLER = "local";

    private static final int LOCKS = 256;
    private static final int READ_AT_ONCE = 16;
    private static final long PAGE_BYTES = 4 << 20;
    private static final long PATIENCE_SECONDS = 20;

    private final Engine engine;
    private final Recovery recovery;
    private final Store store;
    private final DeployedWorkflows workflows;
    private final Activity activity;
    private final Clock clock;
    private final Object[] locks = new Object[LOCKS];

    Runs(Engine engine, Recovery recovery, Store store, DeployedWorkflows workflows, Activity activity, Clock clock) {
        this.engine = engine;
        this.recovery = recovery;
        this.store = store;
        this.workflows = workflows;
        this.activity = activity;
        this.clock = clock;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    // --- starting ---

    StartResult start(StartRequest request) throws InterruptedException {
        WorkflowRef wanted = Requests.present(request.workflow(), "workflow");
        Requests.text(wanted.namespace(), "workflow.namespace");
        Requests.text(wanted.name(), "workflow.name");
        long wait = wait(request.waitMillis());
        JsonValue input = request.input() == null ? JsonObject.EMPTY : request.input();
        String key = request.idempotencyKey();
        if (key == null) {
            return answer(engine.start(CALLER, startable(wanted, input), input), false, wait);
        }
        if (key.isEmpty() || key.length() > StartRequest.LONGEST_KEY) {
            throw Kind.INVALID_REQUEST.because("An idempotency key has 1 to " + StartRequest.LONGEST_KEY
                    + " characters; this one has " + key.length());
        }
        return once(RunIds.ofRequest(CALLER, key), wanted, input, wait);
    }

    private StartResult once(String id, WorkflowRef wanted, JsonValue input, long wait) throws InterruptedException {
        Run run;
        boolean repeated = true;
        synchronized (locks[Math.floorMod(id.hashCode(), LOCKS)]) {
            run = engine.run(id).orElse(null);
            if (run == null && store.run(id).isEmpty()) {
                run = engine.startAs(id, CALLER, startable(wanted, input), input);
                repeated = false;
            }
        }
        if (run != null) {
            accepted(run);
        }
        if (repeated) {
            sameAs(id, wanted, input);
        }
        if (run != null) {
            return answer(run, repeated, wait);
        }
        return new StartResult(id, true, wait > 0 ? ended(id) : null);
    }

    /** A key stands for one start: with another one its caller has mixed something up. */
    private void sameAs(String id, WorkflowRef wanted, JsonValue input) {
        RunRecord before = store.run(id).orElseThrow(() -> StoreException.noRun(id));
        String version = wanted.version();
        boolean sameWorkflow = before.namespace().equals(wanted.namespace())
                && before.name().equals(wanted.name())
                && (version == null || version.equals("latest") || version.equals(before.version()));
        if (!sameWorkflow || !store.data(id).input().equals(input)) {
            throw Kind.INVALID_CONTENT.because(
                    "The idempotency key was used before, to start %s/%s %s %s. Use a new key"
                            .formatted(
                                    before.namespace(),
                                    before.name(),
                                    before.version(),
                                    sameWorkflow
                                            ? "with another input"
                                            : "and not " + wanted.namespace() + "/" + wanted.name()));
        }
    }

    /** The workflow that a request names, when it takes the input. */
    private LoadedWorkflow startable(WorkflowRef wanted, JsonValue input) {
        LoadedWorkflow workflow = workflows.named(wanted);
        if (input.depth() > Limits.LEVELS) {
            throw Kind.INVALID_CONTENT.because("The input is nested deeper than " + Limits.LEVELS + " levels");
        }
        if (workflow.program().workflow().input().schema() instanceof SchemaSpec.Inline schema) {
            List<String> problems = Schemas.validate(schema.document(), input);
            if (!problems.isEmpty()) {
                throw new ProblemException(Kind.INVALID_CONTENT.of(
                        "The input does not satisfy the schema of %s/%s %s: %s"
                                .formatted(
                                        workflow.source().namespace(),
                                        workflow.source().name(),
                                        workflow.source().version(),
                                        String.join("; ", problems)),
                        problems.stream().map(Runs::mistake).toList()));
            }
        }
        return workflow;
    }

    /** A problem of the schema's begins with the JSON pointer of its place. */
    private static Problem.Mistake mistake(String problem) {
        int colon = problem.startsWith("/") ? problem.indexOf(": ") : -1;
        if (colon < 0) {
            return new Problem.Mistake(problem, null, null, null, null);
        }
        String pointer = problem.substring(0, colon);
        return Problem.Mistake.at(pointer.equals("/") ? "" : pointer, problem.substring(colon + 2));
    }

    private static long wait(@Nullable Long wanted) {
        long wait = wanted == null ? 0 : wanted;
        if (wait < 0 || wait > StartRequest.LONGEST_WAIT_MILLIS) {
            throw Kind.INVALID_REQUEST.because(
                    "A wait is 0 to %d milliseconds; this one is %d".formatted(StartRequest.LONGEST_WAIT_MILLIS, wait));
        }
        return wait;
    }

    private static void accepted(Run run) {
        try {
            run.awaitAccepted();
        } catch (RunFailedException e) {
            throw e.getCause() instanceof StoreException failure
                    ? Requests.failed(failure)
                    : new ProblemException(Kind.UNAVAILABLE.of(String.valueOf(e.getMessage())), e);
        }
    }

    private StartResult answer(Run run, boolean repeated, long wait) throws InterruptedException {
        accepted(run);
        if (wait == 0) {
            return new StartResult(run.id(), repeated, null);
        }
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        run.whenEnded((result, failure) -> end.complete(true));
        try {
            end.get(wait, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new StartResult(run.id(), repeated, null);
        } catch (ExecutionException e) {
            throw new IllegalStateException("it only completes", e);
        }
        return new StartResult(run.id(), repeated, ended(run.id()));
    }

    private @Nullable RunInfo ended(String id) {
        RunInfo run = get(new RunRef(id));
        return run.status().ended() ? run : null;
    }

    // --- reading ---

    private RunRecord record(@Nullable String id) {
        String wanted = Requests.text(id, "runId");
        return store.run(wanted).orElseThrow(() -> Kind.NOT_FOUND.because("There is no run " + wanted));
    }

    RunInfo get(RunRef request) {
        RunRecord run = record(request.runId());
        return Records.info(run, store.data(run.id()));
    }

    RunPage list(RunListRequest request) {
        int limit = Requests.limit(request.limit());
        Set<Status> statuses = EnumSet.noneOf(Status.class);
        for (RunStatus status : request.statuses()) {
            statuses.add(Records.status(status));
        }
        if (request.cursor() != null && store.run(request.cursor()).isEmpty()) {
            throw Kind.INVALID_REQUEST.because("'" + request.cursor() + "' is no cursor of this list");
        }
        List<RunRecord> page = store.runs(new RunQuery(
                statuses,
                request.namespace(),
                request.name(),
                request.parent(),
                request.fingerprint(),
                request.text(),
                Records.millis(request.since()),
                Records.millis(request.until()),
                request.cursor(),
                limit + 1));
        boolean more = page.size() > limit;
        List<RunRecord> shown = more ? page.subList(0, limit) : page;
        return new RunPage(
                shown.stream().map(Records::summary).toList(),
                more ? shown.getLast().id() : null);
    }

    JournalPage journal(JournalRequest request) {
        RunRecord run = record(request.runId());
        int limit = Requests.limit(request.limit());
        int branch = request.branch() == null ? run.branch() : request.branch();
        if (store.branches(run.id()).stream().noneMatch(each -> each.number() == branch)) {
            throw Kind.NOT_FOUND.because("The run " + run.id() + " has no branch " + branch);
        }
        long from = request.after() == null ? 0 : request.after() + 1;
        if (from < 0) {
            throw Kind.INVALID_REQUEST.because("'after' is the number of an entry; it is " + request.after());
        }
        return page(run.id(), branch, from, limit);
    }

    /** So many entries, or fewer where they are large. */
    private JournalPage page(String run, int branch, long from, int limit) {
        List<JournalItem> items = new ArrayList<>();
        long bytes = 0;
        List<JournalEntry> read;
        do {
            read = store.line(run, branch, from + items.size(), READ_AT_ONCE);
            for (JournalEntry entry : read) {
                if (items.size() == limit || bytes > PAGE_BYTES) {
                    return new JournalPage(items, items.getLast().seq());
                }
                items.add(Records.item(branch, entry));
                bytes += entry.payload().weight();
            }
        } while (read.size() == READ_AT_ONCE);
        return new JournalPage(items, null);
    }

    // --- commands ---

    CommandResult cancel(RunCommand request) throws InterruptedException {
        RunRecord run = record(request.runId());
        if (run.status() == Status.CANCELLED) {
            return new CommandResult(run.id(), RunStatus.CANCELLED);
        }
        String reason = request.reason() == null ? "cancelled by an operator" : request.reason();
        return command(run, "cancelled", Status::ended, active -> active.cancel(reason));
    }

    CommandResult suspend(RunCommand request) throws InterruptedException {
        RunRecord run = record(request.runId());
        if (run.status() == Status.SUSPENDED) {
            return new CommandResult(run.id(), RunStatus.SUSPENDED);
        }
        return command(
                run, "suspended", status -> status == Status.SUSPENDED, active -> active.suspend(request.reason()));
    }

    /** Lets a run go on that was suspended, or that stopped because it could no longer be recorded. */
    CommandResult resume(RunCommand request) throws InterruptedException {
        RunRecord run = record(request.runId());
        if (!run.status().ended()
                && engine.run(run.id()).isEmpty()
                && recovery.recover(run).isPresent()) {
            return new CommandResult(run.id(), Records.status(record(run.id()).status()));
        }
        if (!run.status().ended() && run.status() != Status.SUSPENDED) {
            throw Kind.CONFLICT.because(
                    "The run " + run.id() + " is " + run.status().text() + ": only a suspended one can be resumed");
        }
        return command(run, "resumed", status -> status != Status.SUSPENDED, active -> active.resume(request.reason()));
    }

    /** Lets a run that has ended go on as a new branch. */
    CommandResult retry(RetryRequest request) {
        RunRecord run = record(request.runId());
        if (!run.status().ended() || engine.run(run.id()).isPresent()) {
            throw Kind.CONFLICT.because("The run %s is %s: only one that has ended can be retried"
                    .formatted(run.id(), run.status().text()));
        }
        if (run.status() == Status.COMPLETED && request.from() == null) {
            throw Kind.CONFLICT.because(
                    "The run %s has completed: no task of it failed. Say with 'from' which task to go on from"
                            .formatted(run.id()));
        }
        Optional<Run> retried;
        try {
            retried = recovery.retry(run.id(), request.from(), request.reason());
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
        RunRecord run = record(request.runId());
        if (run.status().ended() || engine.run(run.id()).isPresent()) {
            return cancel(request);
        }
        if (recovering) {
            throw Kind.UNAVAILABLE.because("The engine is still taking up the runs of an earlier process. Try again");
        }
        String reason = request.reason() == null ? "terminated by an operator" : request.reason();
        store.write(new Write.UpdateRun(
                run.id(),
                Status.CANCELLED,
                null,
                clock.millis(),
                null,
                WorkflowError.of(WorkflowError.Kind.RUNTIME, reason).toJson()));
        return new CommandResult(run.id(), RunStatus.CANCELLED);
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
