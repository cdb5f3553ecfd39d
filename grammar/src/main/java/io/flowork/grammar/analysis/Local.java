package io.flowork.grammar.analysis;

import io.flowork.grammar.types.Type;
import org.jspecify.annotations.Nullable;

/** A variable of a task around an expression, and those further out. */
record Local(String name, Type type, @Nullable Local outer) {}
