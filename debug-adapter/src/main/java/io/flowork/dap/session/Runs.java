package io.flowork.dap.session;

import io.flowork.grammar.json.JsonValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where runs to debug come from, and the client's files. What it gives a debugger, it gives read-only. */
public interface Runs {
    /**
     * A run that is recorded, or still at work.
     *
     * @param recording a {@code .flowrec} file; null for a run in a store
     * @param run the run's id or the beginning of it; null for the newest one
     * @param program the workflow's file: of whose runs the newest is meant, and where the store is; null if nobody says
     * @param store the store's folder; null for the usual one
     * @param engine the URL or the name of an engine that has the run; null for a store of this machine
     */
    record Attach(
            @Nullable String recording,
            @Nullable String run,
            @Nullable String program,
            @Nullable String store,
            @Nullable String engine) {}

    /**
     * A run that is to be started.
     *
     * @param program the workflow's file
     * @param input its input; null for that of the file, or none
     * @param inputFile a file with its input; null if there is none
     * @param store the store's folder; null for the usual one
     * @param simulated results by the names of tasks if no effect is to be carried out and nothing kept; null if the run is to
     *     be a real one
     */
    record Launch(
            String program,
            @Nullable JsonValue input,
            @Nullable String inputFile,
            @Nullable String store,
            @Nullable Map<String, JsonValue> simulated) {
        /** Copies the results. */
        public Launch {
            simulated = simulated == null ? null : Map.copyOf(simulated);
        }
    }

    /** A run that is being debugged. Closing it does not harm the run: one that was held goes on. */
    interface Open extends AutoCloseable {
        /** The run. */
        DebuggedRun run();

        /** How the run can be held; null if it cannot, as it is only recorded. */
        default @Nullable Live live() {
            return null;
        }

        /** Whether it was started for who debugs it, and is held before its first step. */
        default boolean wasLaunched() {
            return false;
        }

        /** Ends the run, if it was started for who debugs it. */
        default void cancel() {}

        /** Whether all that is recorded of it is on this machine, so that reading all of it bothers nobody. */
        default boolean isHere() {
            return true;
        }

        @Override
        void close();
    }

    /**
     * Opens a run.
     *
     * @throws RefusedException if there is none, with the reason
     */
    Open attach(Attach what);

    /**
     * Starts a run, under control and held before its first step.
     *
     * @throws RefusedException if that is not possible, with the reason
     */
    Open launch(Launch what);

    /** The text of a file of the client; null if there is none that can be read. */
    @Nullable
    String text(String path);
}
