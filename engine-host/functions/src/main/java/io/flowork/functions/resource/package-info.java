/** Fetching the documents that workflows refer to. */
@NullMarked
package io.flowork.functions.resource;

import org.jspecify.annotations.NullMarked;
