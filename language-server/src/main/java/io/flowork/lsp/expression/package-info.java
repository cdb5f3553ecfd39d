/** Expressions where they stand in a workflow's text: the part that a cursor is in, and what its names stand for. */
@NullMarked
package io.flowork.lsp.expression;

import org.jspecify.annotations.NullMarked;
