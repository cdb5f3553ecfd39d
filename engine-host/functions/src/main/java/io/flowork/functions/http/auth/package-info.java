/** The ways a request is authenticated: basic, bearer, digest, OAuth 2.0 and OpenID Connect. */
@NullMarked
package io.flowork.functions.http.auth;

import org.jspecify.annotations.NullMarked;
