/** What users notice of processes. */
@NullMarked
package io.flowork.functions.process;

import org.jspecify.annotations.NullMarked;
