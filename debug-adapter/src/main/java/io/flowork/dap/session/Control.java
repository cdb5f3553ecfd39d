package io.flowork.dap.session;

import io.flowork.core.jq.Interrupt;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * How somebody is heard while something takes long. Whoever is at work asks it often; it lets the conversation go on now and
 * then, and says whether to stop.
 */
public final class Control implements BooleanSupplier {
    private static final long LISTEN_NANOS = 10_000_000;

    private final Interrupt interrupt = new Interrupt();
    private final Runnable listen;
    private volatile boolean stopped;
    private long listened;
    private boolean moving;
    private boolean idle;

    /**
     * A control.
     *
     * @param listen lets others be heard; called by who is at work, about every 10 ms
     */
    public Control(Runnable listen) {
        this.listen = listen;
    }

    /** Stops what is at work, from any thread: a way through the run, or an evaluation. */
    public void stop() {
        stopped = true;
        interrupt.raise();
    }

    /** Stops the evaluation that is at work, from any thread. */
    public Interrupt interrupt() {
        return interrupt;
    }

    /** Does something that takes long and asks this whether to stop. */
    public <T> T busy(Supplier<T> work) {
        begin(true);
        try {
            return work.get();
        } finally {
            end();
        }
    }

    /** Work begins. */
    void begin(boolean isMove) {
        stopped = false;
        interrupt.clear();
        moving = isMove;
        listened = System.nanoTime();
    }

    /** Work has ended. */
    void end() {
        moving = false;
        stopped = false;
        interrupt.clear();
    }

    /** Work begins that is done while nobody asks for anything. */
    synchronized void beginIdle() {
        begin(false);
        idle = true;
    }

    /** That work has ended. */
    synchronized void endIdle() {
        idle = false;
        end();
    }

    /** Somebody asks for something: stops what is done while nobody does, from any thread. */
    public synchronized void asked() {
        if (idle) {
            stop();
        }
    }

    /** Whether a way through the run is at work: nobody stands anywhere then. */
    public boolean isMoving() {
        return moving;
    }

    @Override
    public boolean getAsBoolean() {
        if (moving && System.nanoTime() - listened > LISTEN_NANOS) {
            listen.run();
            listened = System.nanoTime();
        }
        return stopped;
    }
}
