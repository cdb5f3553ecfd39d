/** Checks of where a workflow can go: what is provably never reached, never ends, never matches or never happens. */
@NullMarked
package io.flowork.grammar.flow;

import org.jspecify.annotations.NullMarked;
