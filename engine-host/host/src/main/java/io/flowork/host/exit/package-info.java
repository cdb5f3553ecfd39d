/** How a command ends: its exit code, and what it says when it cannot do what was asked. */
@NullMarked
package io.flowork.host.exit;

import org.jspecify.annotations.NullMarked;
