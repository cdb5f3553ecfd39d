/**
 * What drives machines: it feeds them recorded inputs and has their effects carried out.
 */
@NullMarked
package io.flowork.runtime;

import org.jspecify.annotations.NullMarked;
