/** {@code run: shell} and {@code run: script}: processes on the engine's machine. */
@NullMarked
package io.flowork.functions.process;

import org.jspecify.annotations.NullMarked;
