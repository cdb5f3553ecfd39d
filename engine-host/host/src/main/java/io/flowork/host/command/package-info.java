/** The subcommands: each reads its arguments and calls the other modules. */
@NullMarked
package io.flowork.host.command;

import org.jspecify.annotations.NullMarked;
