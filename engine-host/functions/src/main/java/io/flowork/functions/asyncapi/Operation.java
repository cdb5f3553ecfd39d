package io.flowork.functions.asyncapi;

import io.flowork.grammar.json.JsonObject;
import java.net.URI;
import java.util.List;

/**
 * What a call does, as the document describes it.
 *
 * @param server the server's address with its protocol as the scheme
 * @param protocol the protocol: {@code http}, {@code https}, {@code ws}, {@code wss}, {@code mqtt} or {@code mqtts}
 * @param address the channel's address
 * @param definition the operation, for its bindings
 * @param messages the messages that it may have; empty when any
 * @param contentType what messages are when they do not say
 * @param variables the values that the call gives to variables and parameters
 */
record Operation(
        URI server,
        String protocol,
        String address,
        Place definition,
        List<Place> messages,
        String contentType,
        JsonObject variables) {
    /** Copies the messages. */
    Operation {
        messages = List.copyOf(messages);
    }
}
