/** {@code call: asyncapi}: messages over the servers and channels that AsyncAPI documents describe. */
@NullMarked
package io.flowork.functions.asyncapi;

import org.jspecify.annotations.NullMarked;
