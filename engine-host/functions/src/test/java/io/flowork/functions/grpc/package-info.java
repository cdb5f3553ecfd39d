/** Reading {@code .proto} files, and calls to a server. */
@NullMarked
package io.flowork.functions.grpc;

import org.jspecify.annotations.NullMarked;
