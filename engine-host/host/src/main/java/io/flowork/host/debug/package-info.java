/** Runs of engines, for debuggers. */
@NullMarked
package io.flowork.host.debug;

import org.jspecify.annotations.NullMarked;
