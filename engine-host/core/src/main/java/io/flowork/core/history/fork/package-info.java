/** Forks: a branch at any position of a run, and what its effects get without the world. */
@NullMarked
package io.flowork.core.history.fork;

import org.jspecify.annotations.NullMarked;
