/** What people type to a debugger: commands that move through a run and tell about it, with their help and completion. */
@NullMarked
package io.flowork.dap.command;

import org.jspecify.annotations.NullMarked;
