/** Where names are given and where they are used. */
@NullMarked
package io.flowork.lsp.navigate;

import org.jspecify.annotations.NullMarked;
