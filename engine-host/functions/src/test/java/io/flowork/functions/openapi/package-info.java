/** What users notice of calling operations. */
@NullMarked
package io.flowork.functions.openapi;

import org.jspecify.annotations.NullMarked;
