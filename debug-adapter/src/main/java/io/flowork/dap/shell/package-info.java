/** The Debug Adapter Protocol: messages in, answers and events out. What they mean is decided elsewhere. */
@NullMarked
package io.flowork.dap.shell;

import org.jspecify.annotations.NullMarked;
