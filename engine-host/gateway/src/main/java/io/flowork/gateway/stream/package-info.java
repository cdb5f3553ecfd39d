/** What stays open: server-sent events, and JSON-RPC over WebSocket. */
@NullMarked
package io.flowork.gateway.stream;

import org.jspecify.annotations.NullMarked;
