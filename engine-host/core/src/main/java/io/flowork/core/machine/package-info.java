/**
 * The machine: a pure function from a program, a state and an input to a new state, effects and steps. No clock, no
 * random, no I/O, no threads.
 */
@NullMarked
package io.flowork.core.machine;

import org.jspecify.annotations.NullMarked;
