/** What can be known of a workflow's expressions before it runs: names, variables, types, and what is surely wrong. */
@NullMarked
package io.flowork.grammar.analysis;

import org.jspecify.annotations.NullMarked;
