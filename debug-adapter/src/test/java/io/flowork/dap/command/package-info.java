@NullMarked
package io.flowork.dap.command;

import org.jspecify.annotations.NullMarked;
