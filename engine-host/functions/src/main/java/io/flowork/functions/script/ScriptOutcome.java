package io.flowork.functions.script;

/**
 * How a script ended.
 *
 * @param code its exit code: 0 when it went well, 1 after an error that it did not catch
 * @param stdout what it printed
 * @param stderr what it printed as errors
 */
public record ScriptOutcome(int code, String stdout, String stderr) {}
