/** Errors of a workflow as values. */
@NullMarked
package io.flowork.core.error;

import org.jspecify.annotations.NullMarked;
