/** {@code call: grpc}: reading {@code .proto} files at run time, and calling methods with messages made from JSON. */
@NullMarked
package io.flowork.functions.grpc;

import org.jspecify.annotations.NullMarked;
