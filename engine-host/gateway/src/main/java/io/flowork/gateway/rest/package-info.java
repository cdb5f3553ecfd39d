/** What the routes do: the API as resources. */
@NullMarked
package io.flowork.gateway.rest;

import org.jspecify.annotations.NullMarked;
