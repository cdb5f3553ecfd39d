/** What stands above parts of a workflow: what can be done with them, how its runs went, how often names are used. */
@NullMarked
package io.flowork.lsp.lens;

import org.jspecify.annotations.NullMarked;
