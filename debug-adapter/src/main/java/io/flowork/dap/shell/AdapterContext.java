package io.flowork.dap.shell;

import io.flowork.dap.session.Runs;

/**
 * What an adapter is given by who starts it.
 *
 * @param version Flowork's version
 * @param runs where runs come from
 */
public record AdapterContext(String version, Runs runs) {}
