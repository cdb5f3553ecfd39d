/** Texts, and places in them. */
@NullMarked
package io.flowork.grammar.text;

import org.jspecify.annotations.NullMarked;
