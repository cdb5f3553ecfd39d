/** Tests of the command as a user runs it: in this process where that is enough, as processes where it is not. */
@NullMarked
package io.flowork.host;

import org.jspecify.annotations.NullMarked;
