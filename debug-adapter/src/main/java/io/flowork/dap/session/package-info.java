/** A debugging session over a run's past: where one stands, how one moves, what one sees. It knows no protocol. */
@NullMarked
package io.flowork.dap.session;

import org.jspecify.annotations.NullMarked;
