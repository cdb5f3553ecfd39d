/** Resolving secrets at the last moment, and keeping them out of everything that leaves a handler. */
@NullMarked
package io.flowork.functions.secret;

import org.jspecify.annotations.NullMarked;
