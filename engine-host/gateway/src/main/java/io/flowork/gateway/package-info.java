/** HTTP in front of an engine, which it knows by its API only. */
@NullMarked
package io.flowork.gateway;

import org.jspecify.annotations.NullMarked;
