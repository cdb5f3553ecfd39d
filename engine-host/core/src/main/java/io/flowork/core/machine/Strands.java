package io.flowork.core.machine;

import java.util.Arrays;

/** The strands of a turn, ordered by number. */
final class Strands {
    private Strand[] all;
    private int size;
    private boolean shared = true;

    Strands(Strand[] strands) {
        all = strands;
        size = strands.length;
    }

    int size() {
        return size;
    }

    Strand at(int place) {
        return all[place];
    }

    Strand get(int id) {
        return all[place(id)];
    }

    boolean has(int id) {
        return find(id) >= 0;
    }

    private int place(int id) {
        int place = find(id);
        if (place < 0) {
            throw new IllegalStateException("there is no strand " + id);
        }
        return place;
    }

    private int find(int id) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int at = all[middle].id();
            if (at == id) {
                return middle;
            }
            if (at < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    void set(Strand strand) {
        own();
        all[place(strand.id())] = strand;
    }

    /** Adds a strand with a greater number than all others. */
    void add(Strand strand) {
        own();
        if (size == all.length) {
            all = Arrays.copyOf(all, Math.max(4, size * 2));
        }
        all[size++] = strand;
    }

    void remove(int id) {
        own();
        int place = place(id);
        System.arraycopy(all, place + 1, all, place, size - place - 1);
        size--;
    }

    private void own() {
        if (shared) {
            all = all.clone();
            shared = false;
        }
    }

    Strand[] toArray() {
        if (shared) {
            return all;
        }
        return Arrays.copyOf(all, size);
    }
}
