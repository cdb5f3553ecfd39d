/** The rules about who may know whom, checked over the classes of all modules. */
@NullMarked
package io.flowork.architecture;

import org.jspecify.annotations.NullMarked;
