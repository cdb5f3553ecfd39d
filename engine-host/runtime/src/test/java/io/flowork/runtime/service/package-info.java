/** Tests of the API's engine. */
@NullMarked
package io.flowork.runtime.service;

import org.jspecify.annotations.NullMarked;
