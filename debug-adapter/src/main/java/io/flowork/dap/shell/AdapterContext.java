package io.flowork.dap.shell;

/**
 * What an adapter is given by who starts it.
 *
 * @param version Flowork's version
 */
public record AdapterContext(String version) {}
