/** The past of a run: its states at any step, its stops, and the ways from one stop to another. */
@NullMarked
package io.flowork.core.history;

import org.jspecify.annotations.NullMarked;
