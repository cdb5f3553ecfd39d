/** The interface as JSON-RPC 2.0 messages: the only place that knows Gson, and LSP4J beyond its annotations. */
@NullMarked
package io.flowork.api.rpc;

import org.jspecify.annotations.NullMarked;
