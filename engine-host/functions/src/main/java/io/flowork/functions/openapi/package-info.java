/** {@code call: openapi}: finding an operation in a document, and making a request of it. */
@NullMarked
package io.flowork.functions.openapi;

import org.jspecify.annotations.NullMarked;
