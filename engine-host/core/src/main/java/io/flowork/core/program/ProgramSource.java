package io.flowork.core.program;

import org.jspecify.annotations.Nullable;

/** Where the programs of forks are found, which their journals name by the hash of the text. */
@FunctionalInterface
public interface ProgramSource {
    /** There are none. */
    ProgramSource NONE = hash -> null;

    /** The program of a hash; null if there is none, or it cannot be compiled. */
    @Nullable
    Program find(String hash);
}
