package io.flowork.core.jq;

import io.flowork.core.jq.JqException.Kind;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;

/** Counts what an evaluation uses and stops it at its limits. */
final class Meter {
    /**
     * The longest text that an expression works on or makes, in UTF-16 units: what the JVM does with a text of this
     * length at once takes no more than milliseconds, so an interrupt is answered in time.
     */
    static final int MAX_TEXT = 1 << 24;

    private static final int POLL = 256;

    /** How much may be created before the next look at the interrupt: copying as much takes a fraction of a millisecond. */
    private static final int POLL_BYTES = 1 << 20;

    private final Interrupt interrupt;
    private JqLimits limits;
    private long runSteps = Long.MAX_VALUE;
    private long runBytes = Long.MAX_VALUE;

    /** What this evaluation may use: the smaller of its own budget and what is left of the run's. */
    private long steps;

    private long bytes;
    private long stepsLeft;
    private long bytesLeft;

    /** Steps taken off {@link #stepsLeft} that may be used before the next look at the interrupt. */
    private int granted;

    /** Bytes taken off {@link #bytesLeft} that may be created before the next look at the interrupt. */
    private long room;

    Meter(JqLimits limits, Interrupt interrupt) {
        this.limits = limits;
        this.interrupt = interrupt;
        reset();
    }

    void reset() {
        steps = Math.min(limits.steps(), runSteps);
        bytes = Math.min(limits.bytes(), runBytes);
        stepsLeft = steps;
        bytesLeft = bytes;
        granted = 0;
        room = 0;
    }

    Interrupt interrupt() {
        return interrupt;
    }

    /** Sets the budgets of the evaluations from now on: of each, and what is left for all of them together. */
    void budget(JqLimits each, long stepsOfRun, long bytesOfRun) {
        limits = each;
        runSteps = stepsOfRun;
        runBytes = bytesOfRun;
    }

    long stepsUsed() {
        return steps - stepsLeft - Math.max(0, granted);
    }

    long bytesUsed() {
        return bytes - bytesLeft - room;
    }

    /** Counts one step. */
    void step() {
        if (--granted < 0) {
            grant();
        }
    }

    /** Takes back the last {@link #step()}: it was for something that is not counted. */
    void unstep() {
        granted++;
    }

    private void grant() {
        poll();
        if (stepsLeft == 0) {
            granted = 0;
            throw usedUp();
        }
        granted = (int) Math.min(POLL, stepsLeft);
        stepsLeft -= granted;
        granted--;
    }

    /** Counts a step for every 256th turn of a loop over small things. */
    void turn(int index) {
        if ((index & 255) == 255) {
            step();
        }
    }

    /** Counts many steps at once; for work of at most a few microseconds. */
    void steps(long count) {
        if (count <= granted) {
            granted -= (int) count;
            return;
        }
        long more = count - granted;
        granted = 0;
        poll();
        if (more > stepsLeft) {
            stepsLeft = 0;
            throw usedUp();
        }
        stepsLeft -= more;
    }

    private JqException usedUp() {
        return steps < limits.steps()
                ? JqException.stopped(Kind.RUN_STEPS, "The expressions of this run used up their steps")
                : JqException.stopped(Kind.STEPS, "The expression took more than " + steps + " steps and was stopped");
    }

    private void poll() {
        if (interrupt.isRaised()) {
            throw JqException.stopped(Kind.INTERRUPTED, "The expression was interrupted");
        }
    }

    /** Counts bytes that are about to be created. */
    void bytes(long count) {
        room -= count;
        if (room < 0) {
            moreRoom();
        }
    }

    private void moreRoom() {
        long left = bytesLeft + room;
        bytesLeft = Math.max(0, left);
        room = 0;
        poll();
        if (left < 0) {
            throw tooBig();
        }
        room = Math.min(POLL_BYTES, left);
        bytesLeft = left - room;
    }

    /** Refuses a text of this many UTF-16 units. */
    void text(long length) {
        if (length > MAX_TEXT) {
            throw JqException.stopped(
                    Kind.BYTES,
                    "The expression works on a text of more than " + MAX_TEXT + " characters and was stopped");
        }
    }

    /** Refuses a value that is a text too long to work on, and counts what it costs to look at it once. */
    void text(JsonValue value) {
        if (value instanceof JsonString string) {
            text(string.value().length());
            steps(string.value().length() >> 10);
        }
    }

    /** Refuses a value that is too heavy, however little of it is new. */
    <V extends JsonValue> V weighed(V value) {
        if (value.weight() > bytes) {
            throw tooBig();
        }
        return value;
    }

    /** Refuses a value of this weight before it is made. */
    void weight(long weight) {
        if (weight < 0 || weight > bytes) {
            throw tooBig();
        }
    }

    private JqException tooBig() {
        bytesLeft = 0;
        room = 0;
        return bytes < limits.bytes()
                ? JqException.stopped(Kind.RUN_BYTES, "The expressions of this run used up their bytes")
                : JqException.stopped(
                        Kind.BYTES, "The expression made more than " + bytes + " bytes of data and was stopped");
    }
}
