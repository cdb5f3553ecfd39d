/** Recorded runs: finding one, folding its journal, the tree of its tasks. */
@NullMarked
package io.flowork.host.recorded;

import org.jspecify.annotations.NullMarked;
