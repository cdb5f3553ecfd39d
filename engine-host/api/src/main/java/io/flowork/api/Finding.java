package io.flowork.api;

/**
 * What the check of a workflow found.
 *
 * @param severity {@code error}, {@code warning}, {@code information} or {@code hint}
 * @param code its stable code, such as {@code FW1201}
 * @param message what is wrong and what to do
 * @param line the line it begins on, from 1
 * @param column the column it begins at, from 1
 * @param endLine the line it ends on
 * @param endColumn the column after it
 */
public record Finding(String severity, String code, String message, int line, int column, int endLine, int endColumn) {}
