/** The binary form of values: what journals, snapshots and recordings are made of. */
@NullMarked
package io.flowork.core.codec;

import org.jspecify.annotations.NullMarked;
