@NullMarked
package io.flowork.dap.breakpoint;

import org.jspecify.annotations.NullMarked;
