/** Tests of messages. */
@NullMarked
package io.flowork.api.rpc;

import org.jspecify.annotations.NullMarked;
