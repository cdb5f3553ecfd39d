/** What the tests of features share. */
@NullMarked
package io.flowork.lsp.testing;

import org.jspecify.annotations.NullMarked;
