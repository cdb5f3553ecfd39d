package io.flowork.runtime.service;

import io.flowork.api.HoldPoints;
import io.flowork.api.JournalItem;
import io.flowork.api.JournalPage;
import io.flowork.api.JournalRequest;
import io.flowork.api.Problem;
import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.api.RunInfo;
import io.flowork.api.RunListRequest;
import io.flowork.api.RunPage;
import io.flowork.api.RunRef;
import io.flowork.api.RunStatus;
import io.flowork.api.SnapshotAnswer;
import io.flowork.api.SnapshotList;
import io.flowork.api.SnapshotRequest;
import io.flowork.api.SnapshotsRequest;
import io.flowork.api.StartRequest;
import io.flowork.api.StartResult;
import io.flowork.api.WorkflowRef;
import io.flowork.core.machine.Limits;
import io.flowork.core.machine.Status;
import io.flowork.core.schema.Schemas;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.workflow.SchemaSpec;
import io.flowork.runtime.Engine;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.Run;
import io.flowork.runtime.RunFailedException;
import io.flowork.runtime.RunIds;
import io.flowork.store.BranchRecord;
import io.flowork.store.ChainedEntry;
import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs as the API has them. Methods wait for what they need, so they are called on virtual threads. */
final class Runs {
    /** Whoever holds the token is one caller. */
    private static final String CALLER = "local";

    private static final int LOCKS = 256;
    private static final int READ_AT_ONCE = 16;
    private static final long PAGE_BYTES = 4 << 20;

    private final Engine engine;
    private final Store store;
    private final DeployedWorkflows workflows;
    private final Clock clock;
    private final Object[] locks = new Object[LOCKS];

    Runs(Engine engine, Store store, DeployedWorkflows workflows, Clock clock) {
        this.engine = engine;
        this.store = store;
        this.workflows = workflows;
        this.clock = clock;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    // --- starting ---

    /**
     * Starts a run.
     *
     * @param controlling what the client controls
     */
    StartResult start(StartRequest request, Controlling controlling) throws InterruptedException {
        WorkflowRef wanted = Requests.present(request.workflow(), "workflow");
        Requests.text(wanted.namespace(), "workflow.namespace");
        Requests.text(wanted.name(), "workflow.name");
        long wait = wait(request.waitMillis());
        JsonValue input = request.input() == null ? JsonObject.EMPTY : request.input();
        String key = request.idempotencyKey();
        Begin begin = id -> begin(id, startable(wanted, input), input, request.hold(), controlling);
        if (key == null) {
            return answer(begin.begin(RunIds.next(clock.millis())), false, wait);
        }
        if (key.isEmpty() || key.length() > StartRequest.LONGEST_KEY) {
            throw Kind.INVALID_REQUEST.because("An idempotency key has 1 to " + StartRequest.LONGEST_KEY
                    + " characters; this one has " + key.length());
        }
        return once(RunIds.ofRequest(CALLER, key), wanted, input, wait, begin);
    }

    /** Begins a run of an id that no other has. */
    private interface Begin {
        Run begin(String id);
    }

    private Run begin(
            String id, LoadedWorkflow workflow, JsonValue input, @Nullable HoldPoints hold, Controlling controlling) {
        if (hold == null) {
            return engine.startAs(id, CALLER, workflow, input);
        }
        controlling.begin(id, hold);
        try {
            return engine.startAs(id, CALLER, workflow, input);
        } catch (RuntimeException e) {
            controlling.release(id);
            throw e;
        }
    }

    private StartResult once(String id, WorkflowRef wanted, JsonValue input, long wait, Begin begin)
            throws InterruptedException {
        Run run;
        boolean repeated = true;
        synchronized (locks[Math.floorMod(id.hashCode(), LOCKS)]) {
            run = engine.run(id).orElse(null);
            if (run == null && store.run(id).isEmpty()) {
                run = begin.begin(id);
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

    private BranchRecord branch(RunRecord run, @Nullable Integer wanted) {
        int number = wanted == null ? run.branch() : wanted;
        return store.branches(run.id()).stream()
                .filter(each -> each.number() == number)
                .findFirst()
                .orElseThrow(() -> Kind.NOT_FOUND.because("The run " + run.id() + " has no branch " + number));
    }

    JournalPage journal(JournalRequest request) {
        RunRecord run = record(request.runId());
        int limit = Requests.limit(request.limit());
        int branch = branch(run, request.branch()).number();
        long from = request.after() == null ? 0 : request.after() + 1;
        if (from < 0) {
            throw Kind.INVALID_REQUEST.because("'after' is the number of an entry; it is " + request.after());
        }
        return page(run.id(), branch, from, limit);
    }

    SnapshotList snapshots(SnapshotsRequest request) {
        RunRecord run = record(request.runId());
        BranchRecord branch = branch(run, request.branch());
        return new SnapshotList(
                branch.number(),
                branch.next(),
                store.lineCheckpoints(run.id(), branch.number()).stream()
                        .map(each -> new SnapshotList.Place(each.seq(), each.t()))
                        .toList());
    }

    SnapshotAnswer snapshot(SnapshotRequest request) {
        RunRecord run = record(request.runId());
        int branch = branch(run, request.branch()).number();
        long last = request.atOrBefore() == null ? Long.MAX_VALUE : request.atOrBefore();
        return store.lineSnapshot(run.id(), branch, last)
                .map(Records::snapshot)
                .orElseGet(() -> new SnapshotAnswer(null, null, null, null));
    }

    /** So many entries, or fewer where they are large. */
    private JournalPage page(String run, int branch, long from, int limit) {
        List<JournalItem> items = new ArrayList<>();
        long bytes = 0;
        List<ChainedEntry> read;
        do {
            read = store.chained(run, branch, from + items.size(), READ_AT_ONCE);
            for (ChainedEntry entry : read) {
                if (items.size() == limit || bytes > PAGE_BYTES) {
                    return new JournalPage(items, items.getLast().seq());
                }
                items.add(Records.item(branch, entry));
                bytes += entry.entry().payload().weight();
            }
        } while (read.size() == READ_AT_ONCE);
        return new JournalPage(items, null);
    }
}
