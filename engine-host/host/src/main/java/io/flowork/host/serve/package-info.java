/** The engine host: a core and a gateway, in one process or in two. */
@NullMarked
package io.flowork.host.serve;

import org.jspecify.annotations.NullMarked;
