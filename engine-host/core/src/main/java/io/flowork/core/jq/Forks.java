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

    private static final int FIRST = 64;

    private int limit;
    private @Nullable Frame[] frames = new Frame[FIRST];
    private int[] places = new int[FIRST];
    private byte[] kinds = new byte[FIRST];
    private long[] states = new long[FIRST];
    private int size;

    Forks(int limit) {
        this.limit = limit;
    }

    /** Sets how many there may be; for when there are none. */
    void limit(int most) {
        if (places.length > Math.max(FIRST, most)) {
            resize(FIRST);
        }
        limit = most;
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
        resize(Math.min(limit, size * 2));
    }

    private void resize(int length) {
        frames = Arrays.copyOf(frames, length);
        places = Arrays.copyOf(places, length);
        kinds = Arrays.copyOf(kinds, length);
        states = Arrays.copyOf(states, length);
    }

    /**
     * Leaves the instruction that runs for its next output a fork to come back to, if there is more to come.
     *
     * @param before where the instruction was in its outputs, or -1 for its first: then it has no fork yet
     */
    void again(Frame frame, int place, long before, long state, boolean more) {
        if (before < 0) {
            if (more) {
                push(AGAIN, frame, place, state);
            }
        } else if (more) {
            states[size - 1] = state;
        } else {
            pop();
        }
    }

    /** Forgets the last fork. */
    void pop() {
        frames[--size] = null;
    }

    /** What the last fork is. */
    byte kind() {
        return kinds[size - 1];
    }

    /** Where the last fork goes on. */
    int place() {
        return places[size - 1];
    }

    /** How far the instruction at the last fork has come. */
    long state() {
        return states[size - 1];
    }

    /** The frame of the last fork. */
    Frame frame() {
        Frame frame = frames[size - 1];
        if (frame == null) {
            throw new IllegalStateException("there is no fork");
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
