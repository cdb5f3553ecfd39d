/** What the machine does, rule by rule, with virtual time and effects that are answered by a script. */
@NullMarked
package io.flowork.core.machine;

import org.jspecify.annotations.NullMarked;
