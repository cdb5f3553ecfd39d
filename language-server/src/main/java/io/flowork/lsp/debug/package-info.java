/** What an editor asks while a workflow is being debugged. */
@NullMarked
package io.flowork.lsp.debug;

import org.jspecify.annotations.NullMarked;
