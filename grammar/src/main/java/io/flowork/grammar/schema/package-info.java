/** JSON Schemas as documents: how they are read, and what they refer to. What they say is for the validator and the types. */
@NullMarked
package io.flowork.grammar.schema;

import org.jspecify.annotations.NullMarked;
