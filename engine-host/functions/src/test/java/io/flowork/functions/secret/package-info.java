/** What users notice of secrets that must not leave a handler. */
@NullMarked
package io.flowork.functions.secret;

import org.jspecify.annotations.NullMarked;
