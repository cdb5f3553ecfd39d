/** {@code call: mcp}: a client of the Model Context Protocol, over HTTP and over the standard streams of a process. */
@NullMarked
package io.flowork.functions.mcp;

import org.jspecify.annotations.NullMarked;
