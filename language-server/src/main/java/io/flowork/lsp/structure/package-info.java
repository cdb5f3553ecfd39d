/** How a text is made up: its symbols, and what can be folded or selected as a whole. */
@NullMarked
package io.flowork.lsp.structure;

import org.jspecify.annotations.NullMarked;
