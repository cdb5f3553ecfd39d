/** The page at {@code /} in a real browser. */
@NullMarked
package io.flowork.host.page;

import org.jspecify.annotations.NullMarked;
