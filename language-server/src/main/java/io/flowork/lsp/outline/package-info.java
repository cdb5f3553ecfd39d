/** What a workflow's text says, complete or not: what stands where, and by which rule of the language. */
@NullMarked
package io.flowork.lsp.outline;

import org.jspecify.annotations.NullMarked;
