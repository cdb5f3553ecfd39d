/** Regular expressions in the syntax that jq uses, whose work is counted: no pattern can exhaust the host. */
@NullMarked
package io.flowork.core.regex;

import org.jspecify.annotations.NullMarked;
