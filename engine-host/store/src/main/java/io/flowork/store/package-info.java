/**
 * Where journals, snapshots and payloads are kept.
 */
@NullMarked
package io.flowork.store;

import org.jspecify.annotations.NullMarked;
