/** YAML and JSON texts as trees with source ranges. Reading never fails: it gives a tree and problems. */
@NullMarked
package io.flowork.grammar.yaml;

import org.jspecify.annotations.NullMarked;
