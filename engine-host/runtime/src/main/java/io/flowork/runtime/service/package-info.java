/** An engine and its store, as the API has them. */
@NullMarked
package io.flowork.runtime.service;

import org.jspecify.annotations.NullMarked;
