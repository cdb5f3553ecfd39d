/** The journal: exactly the inputs of a run, and folding them. */
@NullMarked
package io.flowork.core.journal;

import org.jspecify.annotations.NullMarked;
