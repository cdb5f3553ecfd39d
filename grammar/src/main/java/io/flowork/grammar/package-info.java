/**
 * What a workflow text says: values, syntax trees with source ranges, the typed workflow and its diagnostics.
 */
@NullMarked
package io.flowork.grammar;

import org.jspecify.annotations.NullMarked;
