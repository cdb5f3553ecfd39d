/** The files around a command: workflows, their store, secrets and settings from the environment. */
@NullMarked
package io.flowork.host.workspace;

import org.jspecify.annotations.NullMarked;
