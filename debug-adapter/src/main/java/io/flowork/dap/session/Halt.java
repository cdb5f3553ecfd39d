package io.flowork.dap.session;

import io.flowork.core.history.Stop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That a session has come to stand somewhere.
 *
 * @param reason why
 * @param at where
 * @param description what a person is told: why, and where in time
 * @param breakpoints the numbers of the breakpoints that are there
 * @param error the error, if that is why
 */
public record Halt(
        Reason reason,
        Stop at,
        String description,
        List<Integer> breakpoints,
        @Nullable String error) {

    /** Copies the numbers. */
    public Halt {
        breakpoints = List.copyOf(breakpoints);
    }

    /** Why a session stands. */
    public enum Reason {
        ENTRY("entry"),
        STEP("step"),
        BREAKPOINT("breakpoint"),
        FUNCTION_BREAKPOINT("function breakpoint"),
        DATA_BREAKPOINT("data breakpoint"),
        EXCEPTION("exception"),
        PAUSE("pause"),
        GOTO("goto");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** The word of the protocol. */
        public String word() {
            return word;
        }
    }
}
