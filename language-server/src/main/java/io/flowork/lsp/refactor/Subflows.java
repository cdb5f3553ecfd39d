package io.flowork.lsp.refactor;

import io.flowork.lsp.document.Snapshot;
import java.util.Optional;

/** The workflows that others run. */
@FunctionalInterface
public interface Subflows {
    /** No other workflow is known. */
    Subflows NONE = (namespace, name, version) -> Optional.empty();

    /**
     * The workflow that is run, as it is now; nothing if it is not certain which one that is.
     *
     * @param version its version, or {@code latest}
     */
    Optional<Snapshot> find(String namespace, String name, String version);
}
