package io.flowork.bench;

import io.flowork.grammar.json.JsonValue;

/** An engine that takes part in a benchmark. */
public interface Contender extends AutoCloseable {
    /** What the table calls it. */
    String name();

    /**
     * Loads a workflow, so that it can be run many times. What an engine does once for each workflow happens here and
     * is not measured.
     *
     * @param yaml the workflow's text
     * @param input the input of every run
     */
    Runner prepare(String yaml, JsonValue input);

    @Override
    void close();

    /** A loaded workflow and its input. Several threads may run it at once. */
    interface Runner {
        /**
         * Runs the workflow from start to end.
         *
         * @return the output as the engine itself represents it
         * @throws RuntimeException if the run did not complete
         */
        Object runOnce();

        /** Runs the workflow and reads its output, in the standard's form where the engine deviates from it. */
        JsonValue output();
    }
}
