/** What stands between the text of a workflow without being written: types, ways on, times, recorded values. */
@NullMarked
package io.flowork.lsp.hint;

import org.jspecify.annotations.NullMarked;
