/** Branches beside recorded runs: making them, going on with them, and comparing what came of them. */
@NullMarked
package io.flowork.runtime.fork;

import org.jspecify.annotations.NullMarked;
