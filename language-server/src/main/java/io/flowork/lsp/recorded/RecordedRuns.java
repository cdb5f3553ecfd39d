package io.flowork.lsp.recorded;

import java.util.Optional;

/**
 * What is known of runs. It answers with what is at hand, so nobody waits for a disk or an engine: what is asked for and not
 * known yet, or not known to be up to date, is looked for meanwhile, and whoever listens is told when there is news.
 */
public interface RecordedRuns {
    /** Nothing was recorded. */
    RecordedRuns NONE = new RecordedRuns() {
        @Override
        public Optional<RecordedWorkflow> of(String file, String namespace, String name) {
            return Optional.empty();
        }

        @Override
        public Listening listen(Runnable listener) {
            return () -> {}; // there is never any news
        }
    };

    /**
     * What is at hand of a workflow's runs, of whatever version. Returns at once, on any thread.
     *
     * @param file the path of the workflow's file, or the URI of what is no file
     * @param namespace the workflow's namespace
     * @param name the workflow's name
     * @return nothing when there are no runs, or they are not known yet
     */
    Optional<RecordedWorkflow> of(String file, String namespace, String name);

    /** Tells somebody, on a thread of its own, whenever there is news about a workflow that was asked for. */
    Listening listen(Runnable listener);

    /** Somebody who is told of news until it is closed. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
