/** What a function has to provide, and what it is given. */
@NullMarked
package io.flowork.functions.spi;

import org.jspecify.annotations.NullMarked;
