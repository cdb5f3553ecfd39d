/** What is known of a value before it exists: kinds, members, elements, and an honest "unknown". */
@NullMarked
package io.flowork.grammar.types;

import org.jspecify.annotations.NullMarked;
