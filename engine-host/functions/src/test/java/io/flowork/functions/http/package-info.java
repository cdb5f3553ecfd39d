/** What users and servers notice of {@code call: http}. */
@NullMarked
package io.flowork.functions.http;

import org.jspecify.annotations.NullMarked;
