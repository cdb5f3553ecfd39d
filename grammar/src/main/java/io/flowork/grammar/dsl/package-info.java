/**
 * The language model: one declarative description of the DSL, from which validation, completion, hover, the JSON Schema
 * and the reference page come.
 */
@NullMarked
package io.flowork.grammar.dsl;

import org.jspecify.annotations.NullMarked;
