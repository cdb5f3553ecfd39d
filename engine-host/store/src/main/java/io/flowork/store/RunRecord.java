package io.flowork.store;

import io.flowork.core.machine.Status;
import org.jspecify.annotations.Nullable;

/**
 * A run without its data.
 *
 * @param id the run's id
 * @param program the hash of its program
 * @param namespace the workflow's namespace
 * @param name the workflow's name
 * @param version the workflow's version
 * @param status its status
 * @param semantics the semantics version it runs under
 * @param created when it was created: milliseconds since 1970-01-01 UTC
 * @param started when it started, or null if it has not
 * @param ended when it ended, or null if it has not
 * @param parent the run that started it, or null
 * @param branch the number of the branch it is on: the last one
 * @param fault what is known of its error, or null if it has not faulted, or did so before stores kept that
 */
public record RunRecord(
        String id,
        String program,
        String namespace,
        String name,
        String version,
        Status status,
        int semantics,
        long created,
        @Nullable Long started,
        @Nullable Long ended,
        @Nullable ParentRun parent,
        int branch,
        @Nullable Fault fault) {}
