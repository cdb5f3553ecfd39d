@NullMarked
package io.flowork.dap.shell;

import org.jspecify.annotations.NullMarked;
