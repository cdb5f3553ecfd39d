/**
 * The machine that turns a workflow, a state and an input into the next state, without clock, threads or I/O.
 */
@NullMarked
package io.flowork.core;

import org.jspecify.annotations.NullMarked;
