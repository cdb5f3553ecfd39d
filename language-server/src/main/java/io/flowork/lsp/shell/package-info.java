/** The Language Server Protocol: requests become calls of functions of a snapshot, and what they give becomes answers. */
@NullMarked
package io.flowork.lsp.shell;

import org.jspecify.annotations.NullMarked;
