/** Where expressions stand in a workflow, and which variables they can use there. */
@NullMarked
package io.flowork.grammar.scope;

import org.jspecify.annotations.NullMarked;
