package io.flowork.runtime.service;

import io.flowork.api.BranchCommand;
import io.flowork.api.BranchInfo;
import io.flowork.api.BranchList;
import io.flowork.api.BranchRef;
import io.flowork.api.CommandResult;
import io.flowork.api.ControlRequest;
import io.flowork.api.CreditRequest;
import io.flowork.api.DeployRequest;
import io.flowork.api.Deployment;
import io.flowork.api.EngineAccess;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineHealth;
import io.flowork.api.EngineInfo;
import io.flowork.api.EngineService;
import io.flowork.api.EngineSession;
import io.flowork.api.ForkRequest;
import io.flowork.api.HoldRequest;
import io.flowork.api.JournalPage;
import io.flowork.api.JournalRequest;
import io.flowork.api.PruneRequest;
import io.flowork.api.PruneResult;
import io.flowork.api.PublishRequest;
import io.flowork.api.PublishResult;
import io.flowork.api.RetryRequest;
import io.flowork.api.RunCommand;
import io.flowork.api.RunGroups;
import io.flowork.api.RunGroupsRequest;
import io.flowork.api.RunInfo;
import io.flowork.api.RunListRequest;
import io.flowork.api.RunPage;
import io.flowork.api.RunProgram;
import io.flowork.api.RunRef;
import io.flowork.api.SnapshotAnswer;
import io.flowork.api.SnapshotList;
import io.flowork.api.SnapshotRequest;
import io.flowork.api.SnapshotsRequest;
import io.flowork.api.StartRequest;
import io.flowork.api.StartResult;
import io.flowork.api.StateAt;
import io.flowork.api.StepRef;
import io.flowork.api.StepsPage;
import io.flowork.api.StepsRequest;
import io.flowork.api.SubscribeRequest;
import io.flowork.api.Subscribed;
import io.flowork.api.SubscriptionRef;
import io.flowork.api.Timeline;
import io.flowork.api.TimelineRequest;
import io.flowork.api.WebhookInfo;
import io.flowork.api.WebhookList;
import io.flowork.api.WebhookRef;
import io.flowork.api.WebhookRequest;
import io.flowork.api.WorkflowDetail;
import io.flowork.api.WorkflowListRequest;
import io.flowork.api.WorkflowPage;
import io.flowork.api.WorkflowRef;
import io.flowork.runtime.Engine;
import io.flowork.runtime.Recovery;
import io.flowork.runtime.history.Histories;
import io.flowork.runtime.schedule.MissedFirings;
import io.flowork.runtime.schedule.Schedules;
import io.flowork.store.Retention;
import io.flowork.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** An engine of this process as the API has it: puts together what answers, and hands each request to it. */
public final class LocalEngineService implements EngineAccess {
    /** How long one look at the past of a run may take. */
    private static final Duration LOOK = Duration.ofSeconds(4);

    /** How long a branch may take to be made. */
    private static final Duration FORK = Duration.ofSeconds(20);

    private final Engine engine;
    private final Store store;
    private final DeployedWorkflows workflows;
    private final Activity activity = new Activity();
    private final RequestThreads threads = new RequestThreads();
    private final Runs runs;
    private final Commands commands;
    private final Schedules schedules;
    private final Webhooks webhooks;
    private final Startup startup;
    private final Publishing publishing;
    private final Pruning pruning;
    private final Histories histories;
    private final Past past;
    private final Branches branches;
    private final Health health;
    private final EngineInfo info;

    /**
     * Serves an engine.
     *
     * @param engine the engine
     * @param store where it records its runs
     * @param workflows what it can run
     * @param version this product's version
     * @param clock what time it is
     * @param missed what becomes of times at which a workflow should have started while no engine was at work
     */
    public LocalEngineService(
            Engine engine,
            Store store,
            DeployedWorkflows workflows,
            String version,
            Clock clock,
            MissedFirings missed) {
        Recovery recovery = new Recovery(engine, workflows);
        this.engine = engine;
        this.store = store;
        this.workflows = workflows;
        this.runs = new Runs(engine, store, workflows, clock);
        Once once = new Once(store);
        this.commands = new Commands(engine, recovery, store, once, activity, clock);
        this.schedules = new Schedules(engine, store, workflows, clock, missed);
        this.webhooks = new Webhooks(engine, store, clock, threads);
        this.startup = new Startup(engine.events(), recovery, schedules, webhooks);
        this.publishing = new Publishing(engine.events(), startup);
        this.pruning = new Pruning(store, clock);
        this.histories = new Histories(store, workflows, LOOK);
        this.past = new Past(store, workflows, histories);
        this.branches = new Branches(store, once, workflows.functions(), FORK);
        this.health = new Health(engine, store, activity, startup);
        this.info = new EngineInfo("flowork", version, EngineService.PROTOCOL, Instant.ofEpochMilli(clock.millis()));
        count("runs_pruned", pruning::pruned);
        engine.observe(activity);
    }

    /**
     * Removes by itself, from now on, runs that ended long ago.
     *
     * @param retention which runs are kept
     * @param every how long to wait between two looks
     */
    public void retain(Retention retention, Duration every) {
        pruning.start(retention, every);
    }

    /**
     * Tells from now on what is counted elsewhere.
     *
     * @param name its name in metrics, between {@code flowork_} and {@code _total}
     */
    public void count(String name, LongSupplier counter) {
        health.count(name, counter);
    }

    /** Goes on with the runs and schedules that an earlier process left. Returns at once. */
    public void recover() {
        startup.begin(threads);
    }

    /**
     * Takes no more work and lets what is at work come to its end, without ending any run.
     *
     * @param patience how long calls may take
     * @return how many calls were left
     */
    public int stop(Duration patience) {
        threads.stop();
        histories.close();
        pruning.stop();
        int left = engine.stop(patience);
        schedules.close();
        return left;
    }

    @Override
    public EngineSession open(EngineClient client) {
        return new Session(client);
    }

    /** What one client asks. */
    private final class Session implements EngineSession {
        private final Subscriptions subscriptions;
        private final Controlling controlling;

        Session(EngineClient client) {
            this.controlling = new Controlling(engine.controls(), store, client);
            this.subscriptions = new Subscriptions(engine, store, activity, threads, client);
        }

        @Override
        public CompletableFuture<Deployment> deploy(DeployRequest request) {
            return threads.work(() -> workflows.deploy(given(request), schedules));
        }

        @Override
        public CompletableFuture<WorkflowPage> listWorkflows(WorkflowListRequest request) {
            return threads.look(() -> workflows.list(given(request)));
        }

        @Override
        public CompletableFuture<WorkflowDetail> getWorkflow(WorkflowRef request) {
            return threads.look(() -> workflows.get(given(request), schedules));
        }

        @Override
        public CompletableFuture<StartResult> start(StartRequest request) {
            return threads.work(() -> runs.start(given(request), controlling));
        }

        @Override
        public CompletableFuture<RunPage> listRuns(RunListRequest request) {
            return threads.look(() -> runs.list(given(request)));
        }

        @Override
        public CompletableFuture<RunInfo> getRun(RunRef request) {
            return threads.look(() -> runs.get(given(request)));
        }

        @Override
        public CompletableFuture<JournalPage> journal(JournalRequest request) {
            return threads.look(() -> runs.journal(given(request)));
        }

        @Override
        public CompletableFuture<SnapshotList> snapshots(SnapshotsRequest request) {
            return threads.look(() -> runs.snapshots(given(request)));
        }

        @Override
        public CompletableFuture<SnapshotAnswer> snapshot(SnapshotRequest request) {
            return threads.look(() -> runs.snapshot(given(request)));
        }

        @Override
        public CompletableFuture<RunGroups> groups(RunGroupsRequest request) {
            return threads.look(() -> past.groups(given(request)));
        }

        @Override
        public CompletableFuture<RunProgram> program(RunRef request) {
            return threads.look(() -> past.program(given(request)));
        }

        @Override
        public CompletableFuture<StepsPage> steps(StepsRequest request) {
            return threads.work(() -> past.steps(given(request)));
        }

        @Override
        public CompletableFuture<Timeline> timeline(TimelineRequest request) {
            return threads.work(() -> past.timeline(given(request)));
        }

        @Override
        public CompletableFuture<StateAt> at(StepRef request) {
            return threads.work(() -> past.at(given(request)));
        }

        @Override
        public CompletableFuture<CommandResult> cancel(RunCommand request) {
            return threads.work(() -> commands.cancel(given(request)));
        }

        @Override
        public CompletableFuture<CommandResult> suspend(RunCommand request) {
            return threads.work(() -> commands.suspend(given(request)));
        }

        @Override
        public CompletableFuture<CommandResult> resume(RunCommand request) {
            return threads.work(() -> commands.resume(given(request)));
        }

        @Override
        public CompletableFuture<CommandResult> retry(RetryRequest request) {
            return threads.work(() -> commands.retry(given(request)));
        }

        @Override
        public CompletableFuture<BranchInfo> fork(ForkRequest request) {
            return threads.work(() -> branches.fork(given(request)));
        }

        @Override
        public CompletableFuture<BranchList> branches(RunRef request) {
            return threads.work(() -> branches.list(given(request)));
        }

        @Override
        public CompletableFuture<BranchInfo> continueBranch(BranchCommand request) {
            return threads.work(() -> branches.goOn(given(request)));
        }

        @Override
        public CompletableFuture<BranchRef> deleteBranch(BranchCommand request) {
            return threads.work(() -> branches.delete(given(request)));
        }

        @Override
        public CompletableFuture<CommandResult> terminate(RunCommand request) {
            return threads.work(() -> commands.terminate(given(request), startup.isAtWork()));
        }

        @Override
        public CompletableFuture<PruneResult> prune(PruneRequest request) {
            return threads.work(() -> pruning.prune(given(request)));
        }

        @Override
        public CompletableFuture<Subscribed> subscribe(SubscribeRequest request) {
            return threads.look(() -> subscriptions.subscribe(given(request)));
        }

        @Override
        public CompletableFuture<SubscriptionRef> credit(CreditRequest request) {
            return threads.look(() -> subscriptions.credit(given(request)));
        }

        @Override
        public CompletableFuture<SubscriptionRef> unsubscribe(SubscriptionRef request) {
            return threads.look(() -> subscriptions.unsubscribe(given(request)));
        }

        @Override
        public CompletableFuture<CommandResult> control(ControlRequest request) {
            return threads.work(() -> controlling.control(given(request)));
        }

        @Override
        public CompletableFuture<CommandResult> hold(HoldRequest request) {
            return threads.work(() -> controlling.hold(given(request)));
        }

        @Override
        public CompletableFuture<CommandResult> release(RunRef request) {
            return threads.look(() -> controlling.release(given(request)));
        }

        @Override
        public CompletableFuture<PublishResult> publish(PublishRequest request) {
            return threads.work(() -> publishing.publish(given(request)));
        }

        @Override
        public CompletableFuture<WebhookInfo> createWebhook(WebhookRequest request) {
            return threads.work(() -> webhooks.create(given(request)));
        }

        @Override
        public CompletableFuture<WebhookList> listWebhooks() {
            return threads.look(webhooks::list);
        }

        @Override
        public CompletableFuture<WebhookInfo> deleteWebhook(WebhookRef request) {
            return threads.work(() -> webhooks.delete(given(request)));
        }

        @Override
        public CompletableFuture<EngineInfo> info() {
            return CompletableFuture.completedFuture(info);
        }

        @Override
        public CompletableFuture<EngineHealth> health() {
            return threads.look(() -> health.now(threads.isStopping()));
        }

        /** A request over a wire may come without its parameter. */
        private static <T> T given(@Nullable T request) {
            return Requests.present(request, "params");
        }

        @Override
        public boolean isOpen() {
            return !subscriptions.isClosed();
        }

        @Override
        public void close() {
            subscriptions.close();
            controlling.close();
        }
    }
}
