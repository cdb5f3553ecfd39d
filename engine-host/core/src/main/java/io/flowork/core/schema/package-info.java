/** JSON Schema validation of data. */
@NullMarked
package io.flowork.core.schema;

import org.jspecify.annotations.NullMarked;
