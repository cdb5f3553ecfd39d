/** Tests of what is printed. */
@NullMarked
package io.flowork.host.render;

import org.jspecify.annotations.NullMarked;
