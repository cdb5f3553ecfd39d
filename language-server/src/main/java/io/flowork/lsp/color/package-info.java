/** The colours of a text: what every name and word in it is, in YAML and in the expressions inside. */
@NullMarked
package io.flowork.lsp.color;

import org.jspecify.annotations.NullMarked;
