package io.flowork.dap.session;

import io.flowork.core.history.History;
import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.Step;
import io.flowork.grammar.json.JsonValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** When the tasks of a run completed, for those that somebody asks about. An index is made at the first question. */
final class Outputs {
    private final History history;
    private final Map<String, long[]> completed = new HashMap<>();
    private long end = -1;

    Outputs(History history) {
        this.history = history;
    }

    /** The number of the last step before another by which a task completed; -1 if there is none. */
    long last(String reference, long before, BooleanSupplier stop) throws Cursor.DivergedException {
        long now = history.end(stop).t();
        if (now != end) { // of a run at work there is more, and what was last may have come otherwise
            completed.clear();
            end = now;
        }
        long[] all = completed.get(reference);
        if (all == null) {
            all = all(reference, stop);
            completed.put(reference, all);
        }
        int place = Arrays.binarySearch(all, before);
        int last = (place < 0 ? -place - 1 : place) - 1;
        return last < 0 ? -1 : all[last];
    }

    private long[] all(String reference, BooleanSupplier stop) throws Cursor.DivergedException {
        long[][] found = {new long[8]};
        int[] size = {0};
        history.steps(
                0,
                end,
                step -> {
                    if (step instanceof Step.Completed && step.at().reference().equals(reference)) {
                        if (size[0] == found[0].length) {
                            found[0] = Arrays.copyOf(found[0], size[0] * 2);
                        }
                        found[0][size[0]++] = step.at().t();
                    }
                },
                stop);
        return Arrays.copyOf(found[0], size[0]);
    }

    /** What a task gave by the step at which it completed. */
    @Nullable
    JsonValue value(long t, BooleanSupplier stop) throws Cursor.DivergedException {
        JsonValue[] found = new JsonValue[1];
        history.steps(
                t,
                t + 1,
                step -> {
                    if (step instanceof Step.Completed completed) {
                        found[0] = completed.output();
                    }
                },
                stop);
        return found[0];
    }
}
