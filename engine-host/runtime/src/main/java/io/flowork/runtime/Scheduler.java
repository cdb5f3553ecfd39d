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

    private final int mostWorkers;
    /** The runs of a workflow that wait for a turn. */
    private record Group(String name, Queue<Run> runs) {}

    private final Map<String, Group> groups = new HashMap<>();
    private final Queue<Group> rotation = new ArrayDeque<>();
    private int workers;
    private int idle;
    private boolean closed;

    /**
     * Creates a scheduler; its threads are made when they are needed.
     *
     * @param mostWorkers how many runs may have their turn at the same time
     */
    Scheduler(int mostWorkers) {
        this.mostWorkers = mostWorkers;
    }

    /** Queues a run for a turn. The caller sees to it that a run is not queued twice. */
    synchronized void add(Run run) {
        if (closed) {
            return;
        }
        Group group = groups.get(run.group());
        if (group == null) {
            group = new Group(run.group(), new ArrayDeque<>());
            groups.put(run.group(), group);
            rotation.add(group);
        }
        group.runs.add(run);
        if (idle > 0) {
            notify();
        } else if (workers < mostWorkers) {
            workers++;
            Thread.ofPlatform().name("flowork-worker-" + workers).daemon().start(this::work);
        }
    }

    private void work() {
        for (Run run = take(); run != null; run = take()) {
            try {
                run.turn();
            } catch (RuntimeException | Error e) { // the run has said what happened to it; its worker goes on
                LOG.log(System.Logger.Level.ERROR, "A turn of the run " + run.id() + " failed", e);
            }
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
