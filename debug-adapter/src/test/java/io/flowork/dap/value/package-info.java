@NullMarked
package io.flowork.dap.value;

import org.jspecify.annotations.NullMarked;
