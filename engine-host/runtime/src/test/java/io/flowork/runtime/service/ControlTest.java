package io.flowork.runtime.service;

import static io.flowork.runtime.service.Replied.join;
import static io.flowork.runtime.service.Replied.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.api.BranchCommand;
import io.flowork.api.BranchInfo;
import io.flowork.api.BranchRef;
import io.flowork.api.CommandResult;
import io.flowork.api.ControlRequest;
import io.flowork.api.DeployRequest;
import io.flowork.api.EngineAccess;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineSession;
import io.flowork.api.ForkRequest;
import io.flowork.api.HeldRun;
import io.flowork.api.HoldPoints;
import io.flowork.api.HoldRequest;
import io.flowork.api.JournalItem;
import io.flowork.api.JournalRequest;
import io.flowork.api.ProblemException;
import io.flowork.api.RetryRequest;
import io.flowork.api.RunCommand;
import io.flowork.api.RunEvent;
import io.flowork.api.RunRef;
import io.flowork.api.RunStatus;
import io.flowork.api.StartRequest;
import io.flowork.api.WorkflowRef;
import io.flowork.functions.Functions;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.Secrets;
import io.flowork.runtime.schedule.MissedFirings;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Holding runs and commands that are repeated, through the API: in this process and over JSON-RPC. */
@ParameterizedClass(name = "remote {0}")
@ValueSource(booleans = {false, true})
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ControlTest {
    private static final String STEPS = """
        do:
          - first: {set: {n: 1}}
          - outer: {do: [{inner: {set: {n: 2}}}, {second: {set: {n: 3}}}]}
          - last: {set: {n: 4}}
        """;

    /** A client that keeps what it is told. */
    private static final class Told implements EngineClient {
        private final BlockingQueue<HeldRun> held = new LinkedBlockingQueue<>();

        @Override
        public void runEvent(RunEvent event) {
            throw new AssertionError("nobody has subscribed");
        }

        @Override
        public void runHeld(HeldRun run) {
            held.add(run);
        }
    }

    @TempDir
    Path folder;

    @Parameter
    boolean remote;

    private final Told told = new Told();
    private SqliteStore store;
    private Engine engine;
    private LocalEngineService service;
    private EngineSession session;

    @BeforeEach
    void open() {
        store = SqliteStore.open(folder);
        DeployedWorkflows workflows = new DeployedWorkflows(store, Clock.systemUTC());
        engine = new Engine(
                EngineSettings.of("test"), store, Functions.load(), workflows, Secrets.NONE, Clock.systemUTC());
        service = new LocalEngineService(engine, store, workflows, "test", Clock.systemUTC(), MissedFirings.ONCE);
        session = open(told);
    }

    private EngineSession open(EngineClient client) {
        EngineAccess access = remote ? OverPipes.to(service) : service;
        return access.open(client);
    }

    /** Another engine with the same store. */
    private void reopen() {
        session.close();
        service.stop(Duration.ofSeconds(5));
        store.close();
        open();
        service.recover();
    }

    @AfterEach
    void close() {
        session.close();
        engine.close();
        store.close();
    }

    private void deploy(String rest) {
        String text = "document: {dsl: 1.0.3, namespace: test, name: it, version: 1.0.0}\n" + rest;
        join(session.deploy(new DeployRequest(text, null, false)));
    }

    private String start(@Nullable HoldPoints hold) {
        StartRequest request = new StartRequest(new WorkflowRef("test", "it", null), null, null, null, hold);
        return join(session.start(request)).runId();
    }

    private RunStatus status(String run) {
        return join(session.getRun(new RunRef(run))).status();
    }

    private void await(String run, RunStatus wanted) {
        while (status(run) != wanted) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private List<String> kinds(String run) {
        return join(session.journal(new JournalRequest(run, null, null, null))).entries().stream()
                .map(JournalItem::kind)
                .toList();
    }

    private HeldRun hold(String run, HoldPoints at) throws InterruptedException {
        join(session.hold(new HoldRequest(run, at)));
        return told.held.take();
    }

    private static HoldPoints task(String reference) {
        return new HoldPoints(false, List.of(), List.of(reference), null, null);
    }

    // --- holding ---

    @Test
    void aRunIsHeldFromItsFirstStepOn() throws InterruptedException {
        deploy(STEPS);
        String run = start(HoldPoints.EVERYWHERE);
        HeldRun held = told.held.take();
        assertThat(held).isEqualTo(new HeldRun(run, HeldRun.HELD, null, 1L, 1L, "entered", 0, 0L, "/"));
        assertThat(hold(run, HoldPoints.EVERYWHERE).reference()).isEqualTo("/do/0/first");
        assertThat(hold(run, task("/do/1/outer/do/1/second")).t()).isGreaterThan(4);
        HoldPoints over = new HoldPoints(false, List.of(new HoldPoints.Within(0, 1)), List.of(), null, null);
        assertThat(hold(run, over).reference()).isEqualTo("/do/2/last");
        assertThat(status(run)).isEqualTo(RunStatus.RUNNING);
        HeldRun ended = hold(run, HoldPoints.NOWHERE);
        assertThat(ended.kind()).isEqualTo(HeldRun.ENDED);
        assertThat(ended.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(kinds(run)).as("nothing of it is recorded").containsExactly("started", "closed");
        assertThat(hold(run, HoldPoints.EVERYWHERE).kind())
                .as("one that has ended comes nowhere")
                .isEqualTo(HeldRun.ENDED);
    }

    @Test
    void oneSessionControlsARunAndOthersAreToldWho() throws InterruptedException {
        deploy(STEPS);
        String run = start(task("/do/2/last"));
        assertThat(told.held.take().reference()).isEqualTo("/do/2/last");
        join(session.control(new ControlRequest(run, "once more"))); // it has it already
        try (EngineSession other = open(EngineClient.NONE)) {
            assertThat(problem(other.control(new ControlRequest(run, "you"))).detail())
                    .contains("controlled by somebody");
            assertThat(problem(other.hold(new HoldRequest(run, HoldPoints.NOWHERE)))
                            .detail())
                    .contains("run/control");
            join(other.release(new RunRef(run))); // not theirs: nothing happens
            assertThat(status(run)).isEqualTo(RunStatus.RUNNING);
            join(session.release(new RunRef(run)));
            await(run, RunStatus.COMPLETED);
            join(other.control(new ControlRequest(run, "you")));
            assertThat(problem(session.control(new ControlRequest(run, "me"))).detail())
                    .contains("controlled by you");
        }
        assertThat(problem(session.control(new ControlRequest("none", null))).status())
                .isEqualTo(404);
        HoldPoints wrong = new HoldPoints(false, List.of(), List.of(), "some", null);
        await(() -> join(session.control(new ControlRequest(run, "me"))));
        assertThat(problem(session.hold(new HoldRequest(run, wrong))).status()).isEqualTo(400);
    }

    /** A session that leaves gives its runs up, but over a wire that takes a moment. */
    private static void await(Runnable attempt) {
        boolean done = false;
        while (!done) {
            try {
                attempt.run();
                done = true;
            } catch (ProblemException e) {
                assertThat(e.problem().status()).isEqualTo(409);
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    @Test
    void aRunGoesOnWhenItsControllerLeaves() throws InterruptedException {
        deploy(STEPS);
        Told other = new Told();
        String run;
        try (EngineSession leaving = open(other)) {
            run = join(leaving.start(new StartRequest(
                            new WorkflowRef("test", "it", null), null, null, null, HoldPoints.EVERYWHERE)))
                    .runId();
            assertThat(other.held.take().reference()).isEqualTo("/");
            assertThat(status(run)).isEqualTo(RunStatus.RUNNING);
        }
        await(run, RunStatus.COMPLETED);
    }

    @Test
    void anErrorThatNobodyCatchesHoldsARun() throws InterruptedException {
        deploy("do: [{a: {raise: {error: {type: 'https://example.com/e', status: 418}}}}]");
        String run = start(new HoldPoints(false, List.of(), List.of(), HoldPoints.UNCAUGHT, null));
        HeldRun held = told.held.take();
        assertThat(held.step()).isEqualTo("raised");
        assertThat(held.reference()).isEqualTo("/do/0/a");
        assertThat(hold(run, HoldPoints.NOWHERE).status()).isEqualTo(RunStatus.FAULTED);
    }

    @Test
    void aHeldRunIsSuspendedAndCancelled() throws InterruptedException {
        deploy(STEPS);
        String run = start(HoldPoints.EVERYWHERE);
        assertThat(told.held.take().reference()).isEqualTo("/");
        join(session.suspend(new RunCommand(run, "me")));
        join(session.resume(new RunCommand(run, "me")));
        assertThat(join(session.cancel(new RunCommand(run, "enough"))).status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(told.held.take().status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(kinds(run)).containsExactly("started", "suspend", "resume", "cancel", "closed");
    }

    // --- commands ---

    @Test
    void aCommandThatComesAgainGetsTheSameAnswer() {
        deploy("do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
        String run = start(null);
        List<CompletableFuture<CommandResult>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(session.suspend(new RunCommand(run, "me", "s-1")));
        }
        CommandResult first = join(all.getFirst());
        assertThat(all).allSatisfy(each -> assertThat(join(each)).isEqualTo(first));
        assertThat(join(session.resume(new RunCommand(run, "me", "r-1"))).status())
                .isEqualTo(RunStatus.WAITING);
        assertThat(join(session.suspend(new RunCommand(run, "me", "s-1"))).status())
                .as("what was done is not done again")
                .isEqualTo(RunStatus.SUSPENDED);
        assertThat(status(run)).isEqualTo(RunStatus.WAITING);
        assertThat(kinds(run)).containsExactly("started", "suspend", "resume");
        assertThat(problem(session.cancel(new RunCommand(run, "me", "s-1"))).status())
                .isEqualTo(422);
        assertThat(problem(session.cancel(new RunCommand(run, "me", ""))).status())
                .isEqualTo(400);
    }

    @Test
    void theAnswerIsThereInAnotherEngine() {
        deploy("do: [{a: {wait: PT1H}}]");
        String run = start(null);
        join(session.cancel(new RunCommand(run, "enough", "c-1")));
        await(run, RunStatus.CANCELLED);
        RetryRequest retry = new RetryRequest(run, "a", "again", "t-1");
        assertThat(join(session.retry(retry)).status()).isEqualTo(RunStatus.RUNNING);
        reopen();
        assertThat(join(session.retry(retry)).status()).isEqualTo(RunStatus.RUNNING);
        assertThat(join(session.cancel(new RunCommand(run, "enough", "c-1"))).status())
                .isEqualTo(RunStatus.CANCELLED);
        await(run, RunStatus.WAITING);
        assertThat(store.branches(run)).hasSize(2);
        while (engine.run(run).isEmpty()) { // it is taken up a little later
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(join(session.cancel(new RunCommand(run, "enough", "c-2"))).status())
                .isEqualTo(RunStatus.CANCELLED);
    }

    @Test
    void aCommandWithNothingToDoIsAnsweredOnceToo() {
        deploy(STEPS);
        String run = start(null);
        await(run, RunStatus.COMPLETED);
        assertThat(problem(session.cancel(new RunCommand(run, null, "c-1"))).status())
                .as("one that is refused has done nothing")
                .isEqualTo(409);
        assertThat(store.command(run, "c-1")).isEmpty();
    }

    @Test
    void aForkThatComesAgainIsOneBranch() {
        deploy(STEPS);
        String run = start(null);
        await(run, RunStatus.COMPLETED);
        ForkRequest fork = new ForkRequest(
                run, null, 3L, List.of(), List.of(), null, null, null, null, true, "me", "to see", "f-1");
        List<CompletableFuture<BranchInfo>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(session.fork(fork));
        }
        BranchInfo made = join(all.getFirst());
        assertThat(made.branch()).isEqualTo(1);
        assertThat(all).allSatisfy(each -> assertThat(join(each)).isEqualTo(made));
        assertThat(store.branches(run)).hasSize(2);
        assertThat(problem(session.fork(new ForkRequest(
                                run, null, 4L, List.of(), List.of(), null, null, null, null, true, "me", "to see",
                                "f-1")))
                        .status())
                .as("another fork under the same id")
                .isEqualTo(422);

        BranchCommand goOn = new BranchCommand(run, 1, "g-1");
        BranchInfo gone = join(session.continueBranch(goOn));
        assertThat(gone.status()).isEqualTo(RunStatus.COMPLETED);
        long size = store.branches(run).getLast().next();
        assertThat(join(session.continueBranch(goOn))).isEqualTo(gone);
        assertThat(store.branches(run).getLast().next()).isEqualTo(size);
        assertThat(join(session.fork(fork)).status())
                .as("the branch as it is by now")
                .isEqualTo(RunStatus.COMPLETED);

        reopen();
        assertThat(join(session.fork(fork)).branch()).isEqualTo(1);
        BranchCommand delete = new BranchCommand(run, 1, "d-1");
        assertThat(join(session.deleteBranch(delete))).isEqualTo(new BranchRef(run, 1));
        assertThat(join(session.deleteBranch(delete))).isEqualTo(new BranchRef(run, 1));
        assertThat(problem(session.deleteBranch(new BranchCommand(run, 1, "g-1")))
                        .status())
                .isEqualTo(422);
        assertThat(problem(session.fork(fork)).detail()).contains("has no branch 1 any more");
        assertThat(store.branches(run)).as("no other one was made").hasSize(2);
        assertThat(problem(session.fork(ForkRequest.of("none", null, 1L))).status())
                .isEqualTo(404);
    }
}
