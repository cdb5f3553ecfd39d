/** Ended runs as traces (OpenTelemetry), for whoever collects them. Loaded only when that is configured. */
@NullMarked
package io.flowork.host.trace;

import org.jspecify.annotations.NullMarked;
