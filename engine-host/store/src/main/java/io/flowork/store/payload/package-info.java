/** Payloads as they lie in a store: small ones in their row, large ones cut into chunks that are stored once. */
@NullMarked
package io.flowork.store.payload;

import org.jspecify.annotations.NullMarked;
