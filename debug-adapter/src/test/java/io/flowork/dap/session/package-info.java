@NullMarked
package io.flowork.dap.session;

import org.jspecify.annotations.NullMarked;
