/**
 * Checks that take more than one file: which workflows, functions and schemas a file names, and whether they are there.
 * Pure: files are read by whoever has them, a command or an editor.
 */
@NullMarked
package io.flowork.grammar.workspace;

import org.jspecify.annotations.NullMarked;
