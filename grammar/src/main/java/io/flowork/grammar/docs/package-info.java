/** What is generated from the language model and the catalogue of diagnostics: the JSON Schema and pages to read. */
@NullMarked
package io.flowork.grammar.docs;

import org.jspecify.annotations.NullMarked;
