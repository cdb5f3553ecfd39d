/** What can be written where a cursor stands. */
@NullMarked
package io.flowork.lsp.complete;

import org.jspecify.annotations.NullMarked;
