/** Changes that an author can choose: what mends a diagnostic, and what mends all that need no choice. */
@NullMarked
package io.flowork.lsp.mend;

import org.jspecify.annotations.NullMarked;
