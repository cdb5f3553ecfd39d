package io.flowork.runtime;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Gives runs their turns. Workflows take turns, and within a workflow its runs do, so that one with many runs, or with
 * runs that never rest, delays the others by no more than a turn of its own.
 */
final class Scheduler implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Scheduler.class.getName());

    /** How many calls may be made on threads that give turns. */
    private static final int MOST_CALLS = 4;

    private final int mostWorkers;

    /** A call that a turn led to, and that goes on where the turn was. */
    interface Call {
        /** Makes the call; gives the run if it is to have its next turn, which is the caller's to see to. */
        @Nullable
        Run make();
    }

    /** A thread that gives turns. */
    private final class Worker extends Thread {
        /** What to do after the turn. */
        private @Nullable Call next;

        Worker(String name) {
            super(name);
            setDaemon(true);
        }

        @Override
        public void run() {
            Run run = take();
            while (run != null) {
                turn(run);
                Call call = next;
                next = null;
                run = call == null ? take() : call(call);
            }
        }
    }

    /** The runs of a workflow that wait for a turn. */
    private record Group(String name, Queue<Run> runs) {}

    private final Map<String, Group> groups = new HashMap<>();
    private final Queue<Group> rotation = new ArrayDeque<>();
    private int workers;
    private int idle;
    private int calling;
    private boolean closed;

    /**
     * Creates a scheduler; its threads are made when they are needed.
     *
     * @param mostWorkers how many threads give turns, those not counted that make calls
     */
    Scheduler(int mostWorkers) {
        this.mostWorkers = mostWorkers;
    }

    /** Queues a run for a turn. The caller sees to it that a run is not queued twice. */
    synchronized void add(Run run) {
        if (closed) {
            return;
        }
        enqueue(run);
        if (idle > 0) {
            notify();
        } else {
            work();
        }
    }

    private void enqueue(Run run) {
        Group group = groups.get(run.group());
        if (group == null) {
            group = new Group(run.group(), new ArrayDeque<>());
            groups.put(run.group(), group);
            rotation.add(group);
        }
        group.runs.add(run);
    }

    private void work() {
        if (workers - calling < mostWorkers) {
            workers++;
            new Worker("flowork-worker-" + workers).start();
        }
    }

    private static void turn(Run run) {
        try {
            Working.on(run, run::turn);
        } catch (RuntimeException | Error e) { // the run has said what happened to it; its worker goes on
            Working.on(run, () -> LOG.log(System.Logger.Level.ERROR, "A turn of the run " + run.id() + " failed", e));
        }
    }

    /**
     * Leaves a call to this thread, once it has given its turn, if there are few calls and no other run has, or waits
     * for, a turn: a run that is alone then needs no other thread for a step.
     *
     * @return whether it is left to it; else the call needs a thread of its own
     */
    boolean leave(Call call) {
        if (!(Thread.currentThread() instanceof Worker worker) || worker.next != null) {
            return false;
        }
        synchronized (this) {
            boolean othersWork = workers - idle - calling > 1;
            if (calling >= MOST_CALLS || othersWork || !rotation.isEmpty()) {
                return false;
            }
            calling++;
        }
        worker.next = call;
        return true;
    }

    private @Nullable Run call(Call call) {
        synchronized (this) {
            if (!rotation.isEmpty() && idle == 0) {
                work();
            }
        }
        Run run = null;
        try {
            run = call.make();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "A call failed", e);
        }
        synchronized (this) {
            calling--;
            if (run != null && !closed) {
                if (rotation.isEmpty()) {
                    return run;
                }
                enqueue(run);
            }
            return take();
        }
    }

    private synchronized @Nullable Run take() {
        while (rotation.isEmpty()) {
            if (closed) {
                return null;
            }
            idle++;
            try {
                wait();
            } catch (InterruptedException e) {
                LOG.log(System.Logger.Level.DEBUG, "a worker is only ended by close()", e);
            } finally {
                idle--;
            }
        }
        Group group = rotation.remove();
        Run run = group.runs.remove();
        if (group.runs.isEmpty()) {
            groups.remove(group.name);
        } else {
            rotation.add(group);
        }
        return run;
    }

    /** No run has another turn. Those at work finish theirs. */
    @Override
    public synchronized void close() {
        closed = true;
        groups.clear();
        rotation.clear();
        notifyAll();
    }
}
