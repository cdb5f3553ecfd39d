@NullMarked
package io.flowork.functions.memory;

import org.jspecify.annotations.NullMarked;
