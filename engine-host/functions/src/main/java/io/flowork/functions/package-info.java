/**
 * The handlers that carry out the effects a task asks for.
 */
@NullMarked
package io.flowork.functions;

import org.jspecify.annotations.NullMarked;
