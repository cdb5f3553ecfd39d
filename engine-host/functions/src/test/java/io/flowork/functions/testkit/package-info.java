/** A server on the loopback interface and a context for calls, for tests. */
@NullMarked
package io.flowork.functions.testkit;

import org.jspecify.annotations.NullMarked;
