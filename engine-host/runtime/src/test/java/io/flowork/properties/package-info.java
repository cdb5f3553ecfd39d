/** Properties of every run: random workflows with random inputs in random order, from a seed that failures print. */
@NullMarked
package io.flowork.properties;

import org.jspecify.annotations.NullMarked;
