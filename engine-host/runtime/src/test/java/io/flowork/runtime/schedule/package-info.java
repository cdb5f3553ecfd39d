@NullMarked
package io.flowork.runtime.schedule;

import org.jspecify.annotations.NullMarked;
