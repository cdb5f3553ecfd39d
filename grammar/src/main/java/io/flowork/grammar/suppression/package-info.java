/** Comments by which authors say that a warning is known: {@code # flowork: ignore FW1502}. */
@NullMarked
package io.flowork.grammar.suppression;

import org.jspecify.annotations.NullMarked;
