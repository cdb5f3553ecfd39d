/** Jars that add to an engine what the interfaces in {@code io.flowork.functions.spi} describe. */
@NullMarked
package io.flowork.functions.plugin;

import org.jspecify.annotations.NullMarked;
