package io.flowork.runtime.service;

import io.flowork.api.CallHealth;
import io.flowork.api.CommandResult;
import io.flowork.api.DeployRequest;
import io.flowork.api.Deployment;
import io.flowork.api.EngineAccess;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineHealth;
import io.flowork.api.EngineInfo;
import io.flowork.api.EngineService;
import io.flowork.api.EngineSession;
import io.flowork.api.JournalPage;
import io.flowork.api.JournalRequest;
import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
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
import io.flowork.api.SlowCall;
import io.flowork.api.StartRequest;
import io.flowork.api.StartResult;
import io.flowork.api.StateAt;
import io.flowork.api.StepRef;
import io.flowork.api.StepsPage;
import io.flowork.api.StepsRequest;
import io.flowork.api.SubscribeRequest;
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
import io.flowork.grammar.json.JsonObject;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineBusyException;
import io.flowork.runtime.Recovery;
import io.flowork.runtime.history.Histories;
import io.flowork.runtime.schedule.MissedFirings;
import io.flowork.runtime.schedule.Schedules;
import io.flowork.store.Retention;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** An engine of this process as the API has it. Every request has a virtual thread of its own. */
public final class LocalEngineService implements EngineAccess {
    private static final System.Logger LOG = System.getLogger(LocalEngineService.class.getName());

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_SLOW = 20;
    /** How long one look at the past of a run may take. */
    private static final Duration LOOK = Duration.ofSeconds(4);

    private final Engine engine;
    private final Recovery recovery;
    private final Store store;
    private final DeployedWorkflows workflows;
    private final Activity activity = new Activity();
    private final Runs runs;
    private final Schedules schedules;
    private final Pruning pruning;
    private final Map<String, LongSupplier> counters = new ConcurrentHashMap<>();
    private final Webhooks webhooks;
    private final Past past;
    private final Histories histories;
    private final EngineInfo info;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("request-", 0).factory());
    private volatile boolean stopping;
    private volatile boolean recovering;
    private volatile long recovered;
    private volatile CompletableFuture<Void> read = CompletableFuture.completedFuture(null);

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
        this.webhooks = new Webhooks(engine, store, clock, threads);
        this.schedules = new Schedules(engine, store, workflows, clock, missed);
        this.engine = engine;
        this.recovery = new Recovery(engine, workflows);
        this.store = store;
        this.workflows = workflows;
        this.runs = new Runs(engine, recovery, store, workflows, activity, clock);
        this.histories = new Histories(store, workflows, LOOK);
        this.past = new Past(store, workflows, histories);
        this.info = new EngineInfo("flowork", version, EngineService.PROTOCOL, Instant.ofEpochMilli(clock.millis()));
        this.pruning = new Pruning(store, clock);
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
        counters.put(name, counter);
    }

    /** Goes on with the runs and schedules that an earlier process left. Returns at once. */
    public void recover() {
        recovering = true;
        CompletableFuture<Void> done = new CompletableFuture<>();
        read = done;
        threads.execute(() -> {
            try {
                recovered = recovery.recoverAll();
                schedules.start();
                webhooks.start();
            } catch (StoreException e) {
                LOG.log(System.Logger.Level.ERROR, "Runs of an earlier process cannot go on: " + e.getMessage(), e);
            } finally {
                recovering = false;
                done.complete(null);
            }
        });
    }

    /**
     * Takes no more work and lets what is at work come to its end, without ending any run.
     *
     * @param patience how long calls may take
     * @return how many calls were left
     */
    public int stop(Duration patience) {
        stopping = true;
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

    private <T> CompletableFuture<T> later(Callable<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                answer.complete(work.call());
            } catch (StoreException e) {
                answer.completeExceptionally(Requests.failed(e));
            } catch (EngineBusyException e) {
                answer.completeExceptionally(new ProblemException(
                        Kind.BUSY.of("%s. Nothing was recorded: try again in %d s"
                                .formatted(e.getMessage(), e.retryAfter().toSeconds())),
                        e));
            } catch (ProblemException e) {
                answer.completeExceptionally(e);
            } catch (Exception | Error e) {
                LOG.log(System.Logger.Level.ERROR, "A request failed", e);
                answer.completeExceptionally(
                        new ProblemException(Kind.INTERNAL.of("This is a bug in Flowork. Its log says more"), e));
            }
        });
        return answer;
    }

    private <T> CompletableFuture<T> work(Callable<T> work) {
        return later(() -> {
            if (stopping) {
                throw Kind.UNAVAILABLE.because("The engine is stopping. Try again when it is back");
            }
            return work.call();
        });
    }

    /** To how many events were brought, once they are all recorded where they were. */
    private static int received(List<CompletableFuture<Integer>> receivers) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        int sum = 0;
        for (CompletableFuture<Integer> each : receivers) {
            try {
                sum += each.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw new ProblemException(
                        Kind.UNAVAILABLE.of(
                                "Not everybody who listens has recorded the events within %d seconds. Send them again: whoever has one already does not take it twice"
                                        .formatted(PATIENCE.toSeconds())),
                        e);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                if (cause instanceof EngineBusyException busy) {
                    throw new EngineBusyException(String.valueOf(busy.getMessage()), busy.retryAfter());
                }
                throw new ProblemException(
                        Kind.UNAVAILABLE.of(
                                "An event could not be recorded: %s. Send the events again: whoever has one already does not take it twice"
                                        .formatted(cause == null ? e.getMessage() : cause.getMessage())),
                        e);
            }
        }
        return sum;
    }

    private EngineHealth health() {
        Map<String, Long> unfinished = new LinkedHashMap<>();
        store.unfinished().forEach((status, count) -> unfinished.put(status.text(), count));
        Map<String, Long> ended = new LinkedHashMap<>();
        activity.ended().forEach((status, count) -> ended.put(status.text(), count.sum()));
        Map<String, Long> counted = new LinkedHashMap<>();
        counters.forEach((name, count) -> counted.put(name, count.getAsLong()));
        return new EngineHealth(
                stopping ? EngineHealth.STOPPING : EngineHealth.READY,
                engine.runs(),
                engine.runsAway(),
                recovered,
                recovering,
                unfinished,
                ended,
                activity.commits(),
                activity.entries(),
                activity.steps(),
                counted,
                new CallHealth(
                        engine.calls().atWork(),
                        engine.calls().abandoned(),
                        engine.calls().slow(MOST_SLOW).stream()
                                .map(call -> new SlowCall(
                                        call.run(), call.function(), call.age().toSeconds(), call.abandoned()))
                                .toList()));
    }

    /** What one client asks. */
    private final class Session implements EngineSession {
        private final EngineClient client;
        private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
        private volatile boolean closed;

        Session(EngineClient client) {
            this.client = client;
        }

        @Override
        public CompletableFuture<Deployment> deploy(DeployRequest request) {
            return work(() -> workflows.deploy(given(request), schedules));
        }

        @Override
        public CompletableFuture<WorkflowPage> listWorkflows(WorkflowListRequest request) {
            return later(() -> workflows.list(given(request)));
        }

        @Override
        public CompletableFuture<WorkflowDetail> getWorkflow(WorkflowRef request) {
            return later(() -> workflows.get(given(request), schedules));
        }

        @Override
        public CompletableFuture<StartResult> start(StartRequest request) {
            return work(() -> runs.start(given(request)));
        }

        @Override
        public CompletableFuture<RunPage> listRuns(RunListRequest request) {
            return later(() -> runs.list(given(request)));
        }

        @Override
        public CompletableFuture<RunInfo> getRun(RunRef request) {
            return later(() -> runs.get(given(request)));
        }

        @Override
        public CompletableFuture<JournalPage> journal(JournalRequest request) {
            return later(() -> runs.journal(given(request)));
        }

        @Override
        public CompletableFuture<RunGroups> groups(RunGroupsRequest request) {
            return later(() -> past.groups(given(request)));
        }

        @Override
        public CompletableFuture<RunProgram> program(RunRef request) {
            return later(() -> past.program(given(request)));
        }

        @Override
        public CompletableFuture<StepsPage> steps(StepsRequest request) {
            return work(() -> past.steps(given(request)));
        }

        @Override
        public CompletableFuture<Timeline> timeline(TimelineRequest request) {
            return work(() -> past.timeline(given(request)));
        }

        @Override
        public CompletableFuture<StateAt> at(StepRef request) {
            return work(() -> past.at(given(request)));
        }

        @Override
        public CompletableFuture<CommandResult> cancel(RunCommand request) {
            return work(() -> runs.cancel(given(request)));
        }

        @Override
        public CompletableFuture<CommandResult> suspend(RunCommand request) {
            return work(() -> runs.suspend(given(request)));
        }

        @Override
        public CompletableFuture<CommandResult> resume(RunCommand request) {
            return work(() -> runs.resume(given(request)));
        }

        @Override
        public CompletableFuture<CommandResult> retry(RetryRequest request) {
            return work(() -> runs.retry(given(request)));
        }

        @Override
        public CompletableFuture<CommandResult> terminate(RunCommand request) {
            return work(() -> runs.terminate(given(request), recovering));
        }

        @Override
        public CompletableFuture<PruneResult> prune(PruneRequest request) {
            return work(() -> pruning.prune(given(request)));
        }

        @Override
        public CompletableFuture<SubscriptionRef> subscribe(SubscribeRequest request) {
            return later(() -> {
                SubscribeRequest wanted = given(request);
                String name = Requests.text(wanted.subscription(), "subscription");
                RunInfo run = runs.get(new RunRef(wanted.runId()));
                int branch = wanted.branch() == null ? run.branch() : wanted.branch();
                long from = wanted.after() == null ? 0 : Math.max(-1, wanted.after()) + 1;
                Subscription subscription = new Subscription(
                        engine,
                        store,
                        activity,
                        client,
                        name,
                        run.runId(),
                        branch,
                        from,
                        () -> subscriptions.remove(name));
                if (closed || subscriptions.putIfAbsent(name, subscription) != null) {
                    throw Kind.CONFLICT.because("There is a subscription '" + name + "' already");
                }
                threads.execute(subscription);
                return new SubscriptionRef(name);
            });
        }

        @Override
        public CompletableFuture<SubscriptionRef> unsubscribe(SubscriptionRef request) {
            return later(() -> {
                String name = Requests.text(given(request).subscription(), "subscription");
                Subscription subscription = subscriptions.remove(name);
                if (subscription != null) {
                    subscription.close();
                }
                return new SubscriptionRef(name);
            });
        }

        @Override
        public CompletableFuture<PublishResult> publish(PublishRequest request) {
            return work(() -> {
                List<CompletableFuture<Integer>> receivers = new ArrayList<>();
                for (JsonObject event : given(request).events()) {
                    receivers.add(read.thenCompose(ready -> engine.events().publish(event)));
                }
                return new PublishResult(receivers.size(), received(receivers));
            });
        }

        @Override
        public CompletableFuture<WebhookInfo> createWebhook(WebhookRequest request) {
            return work(() -> webhooks.create(given(request)));
        }

        @Override
        public CompletableFuture<WebhookList> listWebhooks() {
            return later(webhooks::list);
        }

        @Override
        public CompletableFuture<WebhookInfo> deleteWebhook(WebhookRef request) {
            return work(() -> webhooks.delete(given(request)));
        }

        @Override
        public CompletableFuture<EngineInfo> info() {
            return CompletableFuture.completedFuture(info);
        }

        @Override
        public CompletableFuture<EngineHealth> health() {
            return later(LocalEngineService.this::health);
        }

        /** A request over a wire may come without its parameter. */
        private static <T> T given(@Nullable T request) {
            return Requests.present(request, "params");
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() {
            closed = true;
            subscriptions.values().forEach(Subscription::close);
            subscriptions.clear();
        }
    }
}
