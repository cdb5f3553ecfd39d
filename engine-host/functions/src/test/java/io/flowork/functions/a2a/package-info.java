@NullMarked
package io.flowork.functions.a2a;

import org.jspecify.annotations.NullMarked;
