/** Small bounded caches that live as long as the engine. */
@NullMarked
package io.flowork.functions.cache;

import org.jspecify.annotations.NullMarked;
