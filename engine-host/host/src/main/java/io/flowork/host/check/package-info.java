/** Checking many files: in parallel, reported in the order of their paths, fixed where that is safe. */
@NullMarked
package io.flowork.host.check;

import org.jspecify.annotations.NullMarked;
