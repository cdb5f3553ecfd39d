/** The past of runs: their steps, and the state at each, by folding their journals. */
@NullMarked
package io.flowork.runtime.history;

import org.jspecify.annotations.NullMarked;
