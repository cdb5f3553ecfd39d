package io.flowork.runtime.control;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One's control over a run, until it is closed. */
public final class Control implements AutoCloseable {
    private final String run;
    private final String who;
    private final Controller controller;
    private final Consumer<Control> changed;
    private volatile @Nullable Request request = new Request(Points.NOWHERE);

    /** What was asked for; another one each time, though the points may be the same. */
    static final class Request {
        private final Points points;

        Request(Points points) {
            this.points = points;
        }

        Points points() {
            return points;
        }
    }

    Control(String run, String who, Controller controller, Consumer<Control> changed) {
        this.run = run;
        this.who = who;
        this.controller = controller;
        this.changed = changed;
    }

    /** The run's id. */
    public String run() {
        return run;
    }

    /** Who has it. */
    public String who() {
        return who;
    }

    Controller controller() {
        return controller;
    }

    @Nullable
    Request request() {
        return request;
    }

    /** Lets the run go on, if it is held, up to the first of these points. Nothing happens after {@link #close}. */
    public synchronized void hold(Points points) {
        if (request != null) {
            request = new Request(points);
            changed.accept(this);
        }
    }

    /** Gives the control up: the run goes on. */
    @Override
    public synchronized void close() {
        if (request != null) {
            request = null;
            changed.accept(this);
        }
    }
}
