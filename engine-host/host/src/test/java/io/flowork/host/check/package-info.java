/** Tests of what many files need together. */
@NullMarked
package io.flowork.host.check;

import org.jspecify.annotations.NullMarked;
