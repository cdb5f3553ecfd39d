package io.flowork.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Decides which runs may be at work. Those that may not wait in a queue for each workflow, and the workflows take turns.
 *
 * <p>A run that was at work before comes back without asking: what it waited for has happened, and the run that waits for
 * it must not wait for ever.
 */
final class Admission {
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final Capacity capacity;
    private final Map<String, Integer> workflows = new HashMap<>();
    private final Map<String, Integer> callers = new HashMap<>();
    private final Map<String, Queue<Run>> waiting = new LinkedHashMap<>();
    private int atWork;
    private int queued;

    Admission(Capacity capacity) {
        this.capacity = capacity;
    }

    /**
     * Asks for a new run.
     *
     * @return whether it may start now; else it is in the queue, and {@link #left} gives it back later
     * @throws EngineBusyException if the queue is full
     */
    synchronized boolean enter(Run run) {
        if (!waiting.containsKey(run.group()) && hasRoom(run)) {
            count(run);
            return true;
        }
        if (queued >= capacity.queue()) {
            throw new EngineBusyException(
                    "%d runs are at work and %d wait to be started, which is as many as this engine is set to take"
                            .formatted(atWork, queued),
                    SHORT);
        }
        enqueue(run);
        return false;
    }

    /**
     * Asks for a run that must not be refused, as the store has it, or another run wants it.
     *
     * @return whether it may go on now; else it is in the queue, however long that is
     */
    synchronized boolean enterAnyway(Run run) {
        if (hasRoom(run)) {
            count(run);
            return true;
        }
        enqueue(run);
        return false;
    }

    private void enqueue(Run run) {
        waiting.computeIfAbsent(run.group(), group -> new ArrayDeque<>()).add(run);
        queued++;
    }

    private boolean hasRoom(Run run) {
        return atWork < capacity.runs()
                && workflows.getOrDefault(run.group(), 0) < capacity.perWorkflow()
                && callers.getOrDefault(run.caller(), 0) < capacity.perCaller();
    }

    private void count(Run run) {
        atWork++;
        workflows.merge(run.group(), 1, Integer::sum);
        callers.merge(run.caller(), 1, Integer::sum);
    }

    /** A run is at work without asking. */
    synchronized void returned(Run run) {
        count(run);
    }

    /** A run is no longer at work; gives those that may start instead. */
    synchronized List<Run> left(Run run) {
        atWork--;
        workflows.computeIfPresent(run.group(), (group, count) -> count == 1 ? null : count - 1);
        callers.computeIfPresent(run.caller(), (caller, count) -> count == 1 ? null : count - 1);
        List<Run> next = new ArrayList<>();
        boolean found = true;
        while (found && queued > 0 && atWork < capacity.runs()) {
            found = false;
            Iterator<Map.Entry<String, Queue<Run>>> groups = waiting.entrySet().iterator();
            while (groups.hasNext() && !found) {
                Map.Entry<String, Queue<Run>> group = groups.next();
                Run first = group.getValue().element();
                if (hasRoom(first)) {
                    found = true;
                    groups.remove();
                    start(group, first, next);
                }
            }
        }
        return next;
    }

    /** The first run of a workflow may start; the workflow's next one has its turn after the others. */
    private void start(Map.Entry<String, Queue<Run>> group, Run first, List<Run> next) {
        Queue<Run> queue = group.getValue();
        queue.remove();
        if (!queue.isEmpty()) {
            waiting.put(group.getKey(), queue);
        }
        queued--;
        count(first);
        next.add(first);
    }

    /**
     * Lets a run that waits to be started begin at once, whatever the limits, as it was told to do something else.
     *
     * @return whether it was waiting
     */
    synchronized boolean promote(Run run) {
        Queue<Run> queue = waiting.get(run.group());
        if (queue == null || !queue.remove(run)) {
            return false;
        }
        if (queue.isEmpty()) {
            waiting.remove(run.group());
        }
        queued--;
        count(run);
        return true;
    }

    /** Whether runs wait until they are allowed to start. */
    synchronized boolean hasQueue() {
        return queued > 0;
    }

    /** How many runs wait until they are allowed to start. */
    synchronized int queued() {
        return queued;
    }
}
