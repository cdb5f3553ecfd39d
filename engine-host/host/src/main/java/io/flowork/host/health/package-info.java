/** What {@code flowork doctor} looks at. */
@NullMarked
package io.flowork.host.health;

import org.jspecify.annotations.NullMarked;
