/** Reading the arguments of a call, and saying what is wrong with them. */
@NullMarked
package io.flowork.functions.arguments;

import org.jspecify.annotations.NullMarked;
