/** What several tests of the grammar share: the standard's own workflows, and texts with marks in them. */
@NullMarked
package io.flowork.grammar.testing;

import org.jspecify.annotations.NullMarked;
