package io.flowork.host.config;

/**
 * One setting as somebody made it.
 *
 * @param key its name, such as {@code check.severity.FW1502}
 * @param value its value as a text
 * @param origin where it was made, as people call that: a file, a variable, an option
 */
public record Setting(String key, String value, String origin) {}
