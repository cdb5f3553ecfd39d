/** Runs of engines elsewhere: their past is read once and kept, their live edge is followed. */
@NullMarked
package io.flowork.dap.remote;

import org.jspecify.annotations.NullMarked;
