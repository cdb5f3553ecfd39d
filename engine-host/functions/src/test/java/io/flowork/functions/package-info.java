/** What the engine notices of the functions it has. */
@NullMarked
package io.flowork.functions;

import org.jspecify.annotations.NullMarked;
