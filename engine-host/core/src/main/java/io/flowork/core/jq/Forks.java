package io.flowork.core.jq;

import io.flowork.core.jq.JqException.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The stack of places to go back to. */
final class Forks {
    /** Go on at an instruction. */
    static final byte RESUME = 0;
    /** Run an instruction again for its next output. */
    static final byte AGAIN = 1;
    /** A {@code try} whose body is running: errors stop here. */
    static final byte TRY = 2;
    /** A {@code try} whose body gave an output: errors from outside pass by the TRY below. */
    static final byte LEFT = 3;

    private final int limit;
    private @Nullable Frame[] frames = new Frame[64];
    private int[] places = new int[64];
    private byte[] kinds = new byte[64];
    private long[] states = new long[64];
    private int size;

    Forks(int limit) {
        this.limit = limit;
    }

    int size() {
        return size;
    }

    void push(byte kind, Frame frame, int place, long state) {
        if (size == places.length) {
            grow();
        }
        kinds[size] = kind;
        frames[size] = frame;
        places[size] = place;
        states[size++] = state;
    }

    private void grow() {
        if (size >= limit) {
            throw JqException.stopped(
                    Kind.DEPTH, "The expression kept more than " + limit + " places to go back to and was stopped");
        }
        int length = Math.min(limit, size * 2);
        frames = Arrays.copyOf(frames, length);
        places = Arrays.copyOf(places, length);
        kinds = Arrays.copyOf(kinds, length);
        states = Arrays.copyOf(states, length);
    }

    /** Removes the last fork; what it was can be read until the next push. */
    void pop() {
        size--;
    }

    byte kind() {
        return kinds[size];
    }

    int place() {
        return places[size];
    }

    long state() {
        return states[size];
    }

    /** The frame of the fork popped last, which is then forgotten. */
    Frame frame() {
        Frame frame = frames[size];
        frames[size] = null;
        if (frame == null) {
            throw new IllegalStateException("the fork was read before");
        }
        return frame;
    }

    /** Whether the last fork is the {@code try} with this handler in this frame. */
    boolean isTry(Frame frame, int handler) {
        int last = size - 1;
        return last >= 0 && kinds[last] == TRY && places[last] == handler && frames[last] == frame;
    }

    /** Forgets all forks above a height. */
    void cut(int height) {
        if (size > height) {
            Arrays.fill(frames, height, size, null);
            size = height;
        }
    }
}
