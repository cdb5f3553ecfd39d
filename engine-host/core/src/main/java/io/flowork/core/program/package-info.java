/** The compiled program: tasks as nodes that know their reference, expressions compiled for the variables in scope. */
@NullMarked
package io.flowork.core.program;

import org.jspecify.annotations.NullMarked;
