@NullMarked
package io.flowork.functions.script;

import org.jspecify.annotations.NullMarked;
