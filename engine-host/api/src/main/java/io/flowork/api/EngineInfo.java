package io.flowork.api;

import java.time.Instant;

/**
 * What an engine is.
 *
 * @param name {@code flowork}
 * @param version its version
 * @param protocol the version of {@link EngineService} it speaks
 * @param startedAt when it started
 */
public record EngineInfo(String name, String version, int protocol, Instant startedAt) {}
