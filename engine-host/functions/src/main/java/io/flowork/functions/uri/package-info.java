/** URIs: encoding, leniently reading and joining them. */
@NullMarked
package io.flowork.functions.uri;

import org.jspecify.annotations.NullMarked;
