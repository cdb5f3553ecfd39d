/** The workflows of the client's folders, and what is said across files. */
@NullMarked
package io.flowork.lsp.workspace;

import org.jspecify.annotations.NullMarked;
