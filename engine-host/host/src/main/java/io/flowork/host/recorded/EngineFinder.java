package io.flowork.host.recorded;

import io.flowork.api.EngineAccess;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the engine that may have run the workflows of a folder. */
@FunctionalInterface
public interface EngineFinder {
    /** A way to the engine that is at work for a folder, if there is one. */
    Optional<EngineAccess> of(Path folder);
}
