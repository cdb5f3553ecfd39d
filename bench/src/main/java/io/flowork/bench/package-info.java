/**
 * Benchmarks beside named peers: the same workflows, in one process, with the same flags, in turns. No part of the
 * product; the only place where a peer's classes are seen.
 */
@NullMarked
package io.flowork.bench;

import org.jspecify.annotations.NullMarked;
