package io.flowork.runtime.control;

import io.flowork.core.machine.Step;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is held. It is the state after the entries before {@code seq} and the steps before {@code t}; nothing of
 * what comes next has happened.
 *
 * @param seq the number that the next journal entry gets
 * @param t the number of the next step
 * @param step the step that it is held after; null if it is held for the number alone
 */
public record Held(long seq, long t, @Nullable Step step) {}
