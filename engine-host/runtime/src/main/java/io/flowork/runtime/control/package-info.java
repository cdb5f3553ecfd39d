/** Holding runs: who debugs a run says how far it goes. Nothing of it is recorded. */
@NullMarked
package io.flowork.runtime.control;

import org.jspecify.annotations.NullMarked;
