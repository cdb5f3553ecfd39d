/** The texts that an editor has open, and what is known of each version. */
@NullMarked
package io.flowork.lsp.document;

import org.jspecify.annotations.NullMarked;
