/** What calls may take of the heap together. */
@NullMarked
package io.flowork.functions.memory;

import org.jspecify.annotations.NullMarked;
