/** Settings from files and the environment, each with where it comes from. */
@NullMarked
package io.flowork.host.config;

import org.jspecify.annotations.NullMarked;
