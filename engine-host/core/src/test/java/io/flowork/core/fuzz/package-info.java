/**
 * What the fuzzer calls. {@code ./dev fuzz} runs a target with Jazzer; {@code FuzzRegressionsTest} replays what it once
 * found. A target takes any bytes and throws when something is wrong.
 */
@NullMarked
package io.flowork.core.fuzz;

import org.jspecify.annotations.NullMarked;
