package io.flowork.api;

import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;

/**
 * An engine, as everybody outside sees it. Over JSON-RPC 2.0 each method is a request with one parameter, an object.
 *
 * <p>A future fails with a {@link ProblemException}; over JSON-RPC its {@link Problem} is the error's {@code data}, and the
 * problem's status the error's code.
 */
public interface EngineService {
    /** The version of this interface. Members may be added to it without a new one; what is there stays. */
    int PROTOCOL = 1;

    // --- workflows ---

    /** Checks a workflow's text and keeps it, so that it can be started. */
    @JsonRequest("workflow/deploy")
    CompletableFuture<Deployment> deploy(DeployRequest request);

    /** The deployed workflows by namespace, name and version. */
    @JsonRequest("workflow/list")
    CompletableFuture<WorkflowPage> listWorkflows(WorkflowListRequest request);

    /** A deployed workflow with its text; the newest version when the request names none. */
    @JsonRequest("workflow/get")
    CompletableFuture<WorkflowDetail> getWorkflow(WorkflowRef request);

    // --- runs ---

    /** Starts a run. Completes when the start is durable, or with the ended run if it ends within the time to wait. */
    @JsonRequest("run/start")
    CompletableFuture<StartResult> start(StartRequest request);

    /** Runs, the newest first. */
    @JsonRequest("run/list")
    CompletableFuture<RunPage> listRuns(RunListRequest request);

    /** A run with its data. */
    @JsonRequest("run/get")
    CompletableFuture<RunInfo> getRun(RunRef request);

    /** What a run's journal holds. */
    @JsonRequest("run/journal")
    CompletableFuture<JournalPage> journal(JournalRequest request);

    /** Faulted runs in groups that have an error in common. */
    @JsonRequest("run/groups")
    CompletableFuture<RunGroups> groups(RunGroupsRequest request);

    /** Where states of a run were kept. */
    @JsonRequest("run/snapshots")
    CompletableFuture<SnapshotList> snapshots(SnapshotsRequest request);

    /** The latest kept state of a run up to an entry. */
    @JsonRequest("run/snapshot")
    CompletableFuture<SnapshotAnswer> snapshot(SnapshotRequest request);

    /** A run's program as it was when the run started. */
    @JsonRequest("run/program")
    CompletableFuture<RunProgram> program(RunRef request);

    /** A run's steps, in pages. */
    @JsonRequest("run/steps")
    CompletableFuture<StepsPage> steps(StepsRequest request);

    /** All of a run's steps as a picture. */
    @JsonRequest("run/timeline")
    CompletableFuture<Timeline> timeline(TimelineRequest request);

    /** A run as it stood at a step. */
    @JsonRequest("run/at")
    CompletableFuture<StateAt> at(StepRef request);

    /** Ends a run as soon as it can be stopped. */
    @JsonRequest("run/cancel")
    CompletableFuture<CommandResult> cancel(RunCommand request);

    /** Stops a run for now. */
    @JsonRequest("run/suspend")
    CompletableFuture<CommandResult> suspend(RunCommand request);

    /** Lets a suspended run go on. */
    @JsonRequest("run/resume")
    CompletableFuture<CommandResult> resume(RunCommand request);

    /** Lets a run that has ended go on as a new branch, from the task that failed or from any. */
    @JsonRequest("run/retry")
    CompletableFuture<CommandResult> retry(RetryRequest request);

    /** Tries what would have happened: makes a branch beside a run from any of its steps. The run stays as it is. */
    @JsonRequest("run/fork")
    CompletableFuture<BranchInfo> fork(ForkRequest request);

    /** The branches of a run: its own, and those beside it. */
    @JsonRequest("run/branches")
    CompletableFuture<BranchList> branches(RunRef request);

    /** Lets a branch beside a run go on that was held. */
    @JsonRequest("run/continueBranch")
    CompletableFuture<BranchInfo> continueBranch(BranchCommand request);

    /** Removes a branch beside a run; what other branches share with it stays. */
    @JsonRequest("run/deleteBranch")
    CompletableFuture<BranchRef> deleteBranch(BranchCommand request);

    /** Ends a run, also one that cannot go on, as its workflow or its journal cannot be read any more. */
    @JsonRequest("run/terminate")
    CompletableFuture<CommandResult> terminate(RunCommand request);

    /** Removes runs that ended long ago, or tells which these are. */
    @JsonRequest("run/prune")
    CompletableFuture<PruneResult> prune(PruneRequest request);

    /** Asks for the events of a run: {@link EngineClient#runEvent} is called from then on. */
    @JsonRequest("run/subscribe")
    CompletableFuture<Subscribed> subscribe(SubscribeRequest request);

    /** Lets a subscription that was given a limit send more; nothing happens if there is none. */
    @JsonRequest("run/credit")
    CompletableFuture<SubscriptionRef> credit(CreditRequest request);

    /** Ends a subscription; nothing happens if there is none. */
    @JsonRequest("run/unsubscribe")
    CompletableFuture<SubscriptionRef> unsubscribe(SubscriptionRef request);

    // --- holding runs ---

    /**
     * Takes control of a run: {@link EngineClient#runHeld} is called from then on. Refused with who has it if that is
     * another session. When the session ends, the run goes on.
     */
    @JsonRequest("run/control")
    CompletableFuture<CommandResult> control(ControlRequest request);

    /** Lets a run under control go on up to where it is to be held; nothing of that is recorded. */
    @JsonRequest("run/hold")
    CompletableFuture<CommandResult> hold(HoldRequest request);

    /** Gives up control of a run, which goes on; nothing happens if this session has not got it. */
    @JsonRequest("run/release")
    CompletableFuture<CommandResult> release(RunRef request);

    // --- events ---

    /** Brings CloudEvents to the runs that listen for them. */
    @JsonRequest("event/publish")
    CompletableFuture<PublishResult> publish(PublishRequest request);

    /** Sends events to a URL from now on. */
    @JsonRequest("webhook/create")
    CompletableFuture<WebhookInfo> createWebhook(WebhookRequest request);

    /** Where events are sent. */
    @JsonRequest("webhook/list")
    CompletableFuture<WebhookList> listWebhooks();

    /** Sends events to a URL no more; deliveries that are under way go on. */
    @JsonRequest("webhook/delete")
    CompletableFuture<WebhookInfo> deleteWebhook(WebhookRef request);

    // --- the engine ---

    /** What this engine is. */
    @JsonRequest("engine/info")
    CompletableFuture<EngineInfo> info();

    /** How this engine is. */
    @JsonRequest("engine/health")
    CompletableFuture<EngineHealth> health();
}
