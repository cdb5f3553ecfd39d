/** Forks of the run that is debugged, and what an edited program would have made of it. */
@NullMarked
package io.flowork.dap.fork;

import org.jspecify.annotations.NullMarked;
