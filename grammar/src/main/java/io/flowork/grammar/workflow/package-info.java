/** The typed workflow: what a document without errors means. Sealed, immutable, every reference resolved. */
@NullMarked
package io.flowork.grammar.workflow;

import org.jspecify.annotations.NullMarked;
