/** Where a run can be made to stop: lines bound to tasks, conditions, counts and messages. Text in, decisions out. */
@NullMarked
package io.flowork.dap.breakpoint;

import org.jspecify.annotations.NullMarked;
