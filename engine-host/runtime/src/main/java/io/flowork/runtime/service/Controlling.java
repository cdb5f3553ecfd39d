package io.flowork.runtime.service;

import io.flowork.api.CommandResult;
import io.flowork.api.ControlRequest;
import io.flowork.api.EngineClient;
import io.flowork.api.HeldRun;
import io.flowork.api.HoldPoints;
import io.flowork.api.HoldRequest;
import io.flowork.api.Problem.Kind;
import io.flowork.api.RunRef;
import io.flowork.core.machine.Status;
import io.flowork.runtime.control.Control;
import io.flowork.runtime.control.Controller;
import io.flowork.runtime.control.Controls;
import io.flowork.runtime.control.Held;
import io.flowork.runtime.control.Points;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The runs that one client controls. They go on when it leaves. */
final class Controlling implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Controlling.class.getName());
    private static final String SOMEBODY = "somebody";

    private final Controls controls;
    private final Store store;
    private final EngineClient client;
    private final Map<String, Control> mine = new ConcurrentHashMap<>();
    /** Tells the client, in order, so that the run's own thread need not wait until it listens. */
    private final ExecutorService telling = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("controlling").factory());

    private boolean closed;

    Controlling(Controls controls, Store store, EngineClient client) {
        this.controls = controls;
        this.store = store;
        this.client = client;
    }

    CommandResult control(ControlRequest request) {
        RunRecord run = record(request.runId());
        take(run.id(), request.who());
        return result(run);
    }

    CommandResult hold(HoldRequest request) {
        RunRecord run = record(request.runId());
        Control control = mine.get(run.id());
        if (control == null) {
            throw Kind.CONFLICT.because(
                    "This session does not control the run %s. Take control with run/control".formatted(run.id()));
        }
        control.hold(HeldRuns.points(Requests.present(request.at(), "at")));
        if (run.status().ended()) { // it does not come to any of them, unless it goes on as another branch
            new Teller(run.id()).ended(run.status());
        }
        return result(run);
    }

    CommandResult release(RunRef request) {
        RunRecord run = record(request.runId());
        release(run.id());
        return result(run);
    }

    /** Holds a run that is about to start. */
    void begin(String run, HoldPoints at) {
        Points points = HeldRuns.points(at);
        take(run, null).hold(points);
    }

    /** Gives up the control of a run, if there is any. */
    void release(String run) {
        Control control = mine.remove(run);
        if (control != null) {
            control.close();
        }
    }

    private synchronized Control take(String run, @Nullable String who) {
        if (closed) {
            throw Kind.UNAVAILABLE.because("The session has ended");
        }
        Control known = mine.get(run);
        if (known != null) {
            return known;
        }
        Control taken = controls.take(run, who == null || who.isBlank() ? SOMEBODY : who, new Teller(run))
                .orElseThrow(() -> Kind.CONFLICT.because("The run %s is controlled by %s. Ask them to release it"
                        .formatted(run, controls.of(run).map(Control::who).orElse(SOMEBODY))));
        mine.put(run, taken);
        return taken;
    }

    private RunRecord record(@Nullable String id) {
        String wanted = Requests.text(id, "runId");
        return store.run(wanted).orElseThrow(() -> Kind.NOT_FOUND.because("There is no run " + wanted));
    }

    private static CommandResult result(RunRecord run) {
        return new CommandResult(run.id(), Records.status(run.status()));
    }

    /** Tells the client of one run. */
    private final class Teller implements Controller {
        private final String run;

        Teller(String run) {
            this.run = run;
        }

        @Override
        public void held(Held at) {
            tell(HeldRuns.held(run, at));
        }

        @Override
        public void ended(@Nullable Status status) {
            tell(HeldRuns.ended(run, status));
        }

        private void tell(HeldRun held) {
            synchronized (Controlling.this) {
                if (!closed) {
                    telling.execute(() -> client.runHeld(held));
                }
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (String run : mine.keySet()) {
            LOG.log(System.Logger.Level.INFO, "Who controlled the run " + run + " has left; it goes on");
            release(run);
        }
        telling.shutdown();
    }
}
