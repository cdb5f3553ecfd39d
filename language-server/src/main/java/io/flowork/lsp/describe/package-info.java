/** What is said about the thing under a cursor. */
@NullMarked
package io.flowork.lsp.describe;

import org.jspecify.annotations.NullMarked;
