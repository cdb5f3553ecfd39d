/** jq programs as text with ranges: lexer, parser with error recovery, syntax tree. */
@NullMarked
package io.flowork.grammar.jq;

import org.jspecify.annotations.NullMarked;
