package io.flowork.lsp.slot;

import io.flowork.lsp.slot.Slot.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of data that is given to somebody who says by a schema what it must be like.
 *
 * @param to who gets it
 * @param path where it is in what they get, outermost first
 */
public record Given(Taker to, List<Step> path) {
    /** Copies the path. */
    public Given {
        path = List.copyOf(path);
    }

    /** Who gets data. */
    public sealed interface Taker {
        /**
         * A function that the language does not know.
         *
         * @param name as it is called
         */
        record Function(String name) implements Taker {}

        /**
         * A workflow that is run.
         *
         * @param version its version, or {@code latest}
         */
        record Workflow(String namespace, String name, String version) implements Taker {}
    }

    /** A part of this. */
    public Given in(Step step) {
        List<Step> deeper = new ArrayList<>(path);
        deeper.add(step);
        return new Given(to, deeper);
    }
}
