/** From a tree to a typed workflow: checks it against the language model, resolves references, parses expressions. */
@NullMarked
package io.flowork.grammar.binding;

import org.jspecify.annotations.NullMarked;
