/** Requests, answers and the table of routes between them. */
@NullMarked
package io.flowork.gateway.http;

import org.jspecify.annotations.NullMarked;
