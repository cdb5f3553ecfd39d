/** Tests of the engine host, over its sockets. */
@NullMarked
package io.flowork.host.serve;

import org.jspecify.annotations.NullMarked;
