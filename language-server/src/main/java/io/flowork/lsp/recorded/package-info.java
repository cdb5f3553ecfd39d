/** What workflows did when they ran, as far as it is at hand: never waited for, and only what helps to write. */
@NullMarked
package io.flowork.lsp.recorded;

import org.jspecify.annotations.NullMarked;
