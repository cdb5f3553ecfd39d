/** Calls to servers of the Model Context Protocol: made with its Java SDK, from npm, and faked ones that misbehave. */
@NullMarked
package io.flowork.functions.mcp;

import org.jspecify.annotations.NullMarked;
