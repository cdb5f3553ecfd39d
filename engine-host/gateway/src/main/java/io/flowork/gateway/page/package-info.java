/** The page at {@code /}: its files, as they are in the jar. */
@NullMarked
package io.flowork.gateway.page;

import org.jspecify.annotations.NullMarked;
