/** The white space that a text should have. Nothing else of it changes, so it means the same as before. */
@NullMarked
package io.flowork.lsp.format;

import org.jspecify.annotations.NullMarked;
