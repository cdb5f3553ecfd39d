package io.flowork.dap.command;

import io.flowork.dap.session.Halt;
import io.flowork.dap.session.Session;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** What a command comes to. */
public sealed interface Answer {
    /**
     * Something to read.
     *
     * @param text lines, without one at the end that is empty
     */
    record Text(String text) implements Answer {}

    /**
     * A way to go, which whoever asked goes when it suits: it may take long.
     *
     * @param title what it is called while it is under way
     * @param forwards whether it leads to later steps
     * @param way goes it
     */
    record Move(String title, boolean forwards, Way way) implements Answer {}

    /**
     * A branch of the run to go on on, for whoever has opened the run.
     *
     * @param number its number; null for the run itself
     * @param t the step to stand at on it
     * @param text what a person is told
     */
    record Branch(@Nullable Integer number, long t, String text) implements Answer {}

    /** A way through a run. */
    @FunctionalInterface
    interface Way {
        /**
         * Goes.
         *
         * @param progress told now and then how far it has come: the number of a step
         */
        Halt go(Session session, LongConsumer progress);
    }
}
