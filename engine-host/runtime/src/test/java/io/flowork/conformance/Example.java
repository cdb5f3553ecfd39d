package io.flowork.conformance;

import io.flowork.core.machine.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is expected of an example of the standard. */
sealed interface Example {
    /**
     * It runs.
     *
     * @param input its input as YAML
     * @param events what is published while it runs, as YAML
     * @param jumps whether its timers are due at once
     * @param cancelAfter the task after whose end it is cancelled, for it would never end; null if it ends
     * @param status how it ends
     * @param result a part of its output or error, as JSON
     */
    record Runs(
            String input,
            List<String> events,
            boolean jumps,
            @Nullable String cancelAfter,
            Status status,
            String result)
            implements Example {
        Runs events(String... all) {
            return new Runs(input, List.of(all), jumps, cancelAfter, status, result);
        }

        Runs jumping() {
            return new Runs(input, events, true, cancelAfter, status, result);
        }

        Runs cancelledAfter(String task) {
            return new Runs(input, events, jumps, task, Status.CANCELLED, result);
        }
    }

    /**
     * It is accepted; running it needs something that is not there.
     *
     * @param needs what
     */
    record Accepted(String needs) implements Example {}

    static Runs completes(String input, String result) {
        return new Runs(input, List.of(), false, null, Status.COMPLETED, result);
    }

    static Runs faults(String input, String result) {
        return new Runs(input, List.of(), false, null, Status.FAULTED, result);
    }

    static Accepted needs(String what) {
        return new Accepted(what);
    }
}
