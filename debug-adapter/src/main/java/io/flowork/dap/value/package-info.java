/** Values as a person sees them: briefly in a line, and a page at a time. */
@NullMarked
package io.flowork.dap.value;

import org.jspecify.annotations.NullMarked;
