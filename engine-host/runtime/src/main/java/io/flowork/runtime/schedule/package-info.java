/** Workflows that start by themselves: at times, after their ends, and on events. */
@NullMarked
package io.flowork.runtime.schedule;

import org.jspecify.annotations.NullMarked;
