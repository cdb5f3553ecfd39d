package io.flowork.core.jq;

import io.flowork.core.jq.JqException.Kind;
import io.flowork.grammar.json.JsonValue;

/** Counts what an evaluation uses and stops it at its limits. */
final class Meter {
    private static final int POLL = 256;

    private final JqLimits limits;
    private final Interrupt interrupt;
    private long stepsLeft;
    private long bytesLeft;

    /** Steps taken off {@link #stepsLeft} that may be used before the next look at the interrupt. */
    private int granted;

    Meter(JqLimits limits, Interrupt interrupt) {
        this.limits = limits;
        this.interrupt = interrupt;
        reset();
    }

    void reset() {
        stepsLeft = limits.steps();
        bytesLeft = limits.bytes();
        granted = 0;
    }

    JqLimits limits() {
        return limits;
    }

    long stepsUsed() {
        return limits.steps() - stepsLeft - Math.max(0, granted);
    }

    long bytesUsed() {
        return limits.bytes() - bytesLeft;
    }

    /** Counts one step. */
    void step() {
        if (--granted < 0) {
            grant();
        }
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
        return JqException.stopped(
                Kind.STEPS, "The expression took more than " + limits.steps() + " steps and was stopped");
    }

    private void poll() {
        if (interrupt.isRaised()) {
            throw JqException.stopped(Kind.INTERRUPTED, "The expression was interrupted");
        }
    }

    /** Counts bytes that are about to be created. */
    void bytes(long count) {
        bytesLeft -= count;
        if (bytesLeft < 0) {
            throw tooBig();
        }
    }

    /** Refuses a value that is too heavy, however little of it is new. */
    <V extends JsonValue> V weighed(V value) {
        if (value.weight() > limits.bytes()) {
            throw tooBig();
        }
        return value;
    }

    /** Refuses a value of this weight before it is made. */
    void weight(long weight) {
        if (weight < 0 || weight > limits.bytes()) {
            throw tooBig();
        }
    }

    private JqException tooBig() {
        return JqException.stopped(
                Kind.BYTES, "The expression made more than " + limits.bytes() + " bytes of data and was stopped");
    }
}
