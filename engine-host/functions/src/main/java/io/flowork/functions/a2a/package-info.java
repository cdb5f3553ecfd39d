/** {@code call: a2a}: methods of agents by the Agent2Agent protocol, as JSON-RPC over HTTP. */
@NullMarked
package io.flowork.functions.a2a;

import org.jspecify.annotations.NullMarked;
