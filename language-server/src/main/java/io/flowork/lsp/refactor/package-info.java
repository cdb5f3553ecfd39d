/** Changes to a workflow's form that an author can ask for: what it does stays the same, or is added to as the title says. */
@NullMarked
package io.flowork.lsp.refactor;

import org.jspecify.annotations.NullMarked;
