/**
 * Evaluates jq programs: a compiler to instructions over registers, and a machine that backtracks.
 *
 * <p>Architecture invariants: an evaluation is a function of program, input and variables; it uses no clock, random
 * numbers, locale, files or network. How deep or long a program runs never depends on the host's stack. Every
 * instruction counts as a step, what is created counts as bytes, and both counts are the same on every host.
 */
@NullMarked
package io.flowork.core.jq;

import org.jspecify.annotations.NullMarked;
