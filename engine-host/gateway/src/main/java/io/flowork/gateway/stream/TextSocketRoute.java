package io.flowork.gateway.stream;

/**
 * An address of WebSockets.
 *
 * @param path the path, such as {@code /v1/lsp}
 * @param id the name of it in the description of all routes
 * @param summary what is spoken there, in one sentence
 */
public record TextSocketRoute(String path, String id, String summary, TextProtocol protocol) {}
