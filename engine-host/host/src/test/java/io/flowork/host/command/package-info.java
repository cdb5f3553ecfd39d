/** Tests of commands from inside. */
@NullMarked
package io.flowork.host.command;

import org.jspecify.annotations.NullMarked;
