package io.flowork.core.machine;

import java.util.ArrayDeque;
import java.util.BitSet;

/** The strands that have a step to make, first come first served. A strand is in it once at most. */
final class ReadyQueue {
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private final BitSet in = new BitSet();

    ReadyQueue(int[] ids) {
        for (int id : ids) {
            add(id);
        }
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    void add(int id) {
        if (!in.get(id)) {
            in.set(id);
            queue.add(id);
        }
    }

    /** Puts a strand that was just taken back to where it was. */
    void addFirst(int id) {
        in.set(id);
        queue.addFirst(id);
    }

    int take() {
        int id = queue.remove();
        in.clear(id);
        return id;
    }

    void remove(int id) {
        if (in.get(id)) {
            in.clear(id);
            queue.remove(id);
        }
    }

    void clear() {
        queue.clear();
        in.clear();
    }

    int[] toArray() {
        return queue.stream().mapToInt(Integer::intValue).toArray();
    }
}
