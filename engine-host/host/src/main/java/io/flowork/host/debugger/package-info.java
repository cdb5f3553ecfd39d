/** The debugger of the terminal: line by line for scripts, and on a full screen for people. */
@NullMarked
package io.flowork.host.debugger;

import org.jspecify.annotations.NullMarked;
