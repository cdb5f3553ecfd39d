/** The standard's conformance kit and examples, run by the real engine against servers on this machine. */
@NullMarked
package io.flowork.conformance;

import org.jspecify.annotations.NullMarked;
