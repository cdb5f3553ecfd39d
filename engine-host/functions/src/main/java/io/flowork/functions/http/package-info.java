/** {@code call: http}: requests, redirects, and what a response becomes. */
@NullMarked
package io.flowork.functions.http;

import org.jspecify.annotations.NullMarked;
