/** What users notice of fetching documents. */
@NullMarked
package io.flowork.functions.resource;

import org.jspecify.annotations.NullMarked;
