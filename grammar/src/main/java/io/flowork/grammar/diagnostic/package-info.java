/** What an author is told about a file: codes, severities, places, words and fixes. */
@NullMarked
package io.flowork.grammar.diagnostic;

import org.jspecify.annotations.NullMarked;
