/** Plug-ins, compiled by the tests and put into a data folder. */
@NullMarked
package io.flowork.host.plugin;

import org.jspecify.annotations.NullMarked;
