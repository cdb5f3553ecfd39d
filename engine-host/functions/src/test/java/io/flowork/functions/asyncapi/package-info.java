@NullMarked
package io.flowork.functions.asyncapi;

import org.jspecify.annotations.NullMarked;
