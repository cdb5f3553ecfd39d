/** Engines elsewhere, over networks that fail: a connection, and one that is made again whenever it is lost. */
@NullMarked
package io.flowork.api.remote;

import org.jspecify.annotations.NullMarked;
