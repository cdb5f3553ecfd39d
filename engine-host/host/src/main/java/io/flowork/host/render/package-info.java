/** What people see: diagnostics, progress, trees of steps, tables. */
@NullMarked
package io.flowork.host.render;

import org.jspecify.annotations.NullMarked;
