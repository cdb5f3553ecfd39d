/** Where a command reads and writes: streams, colours, columns, durations. */
@NullMarked
package io.flowork.host.terminal;

import org.jspecify.annotations.NullMarked;
