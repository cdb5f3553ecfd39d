/** What differs between two runs, or two branches of one. */
@NullMarked
package io.flowork.core.history.diff;

import org.jspecify.annotations.NullMarked;
