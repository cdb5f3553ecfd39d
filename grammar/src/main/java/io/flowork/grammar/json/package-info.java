/** The immutable JSON value: the only form data takes inside Flowork. Jackson reads JSON text at the edge. */
@NullMarked
package io.flowork.grammar.json;

import org.jspecify.annotations.NullMarked;
