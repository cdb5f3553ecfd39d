/** Where a cursor stands in a text that is being written, and what the language lets stand there. */
@NullMarked
package io.flowork.lsp.slot;

import org.jspecify.annotations.NullMarked;
