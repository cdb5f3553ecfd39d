/**
 * What gateways, editors and other processes see of an engine: one interface, and the records that go through it.
 *
 * <p>As JSON a record is an object with a member for each component; a component that is null has none. Times are
 * ISO 8601 in UTC, statuses are lower case.
 */
@NullMarked
package io.flowork.api;

import org.jspecify.annotations.NullMarked;
