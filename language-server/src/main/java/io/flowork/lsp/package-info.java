/** What editors ask about workflows. Only {@code shell} knows the protocol; the rest are functions of a snapshot. */
@NullMarked
package io.flowork.lsp;

import org.jspecify.annotations.NullMarked;
