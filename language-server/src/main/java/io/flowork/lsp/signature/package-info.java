/** What a function takes that is being called in an expression. */
@NullMarked
package io.flowork.lsp.signature;

import org.jspecify.annotations.NullMarked;
