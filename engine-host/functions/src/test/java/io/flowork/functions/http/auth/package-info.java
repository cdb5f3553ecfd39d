/** What users notice of the ways to authenticate. */
@NullMarked
package io.flowork.functions.http.auth;

import org.jspecify.annotations.NullMarked;
