/**
 * The process and its {@code flowork} command: wiring of the other modules, and nothing else.
 */
@NullMarked
package io.flowork.host;

import org.jspecify.annotations.NullMarked;
