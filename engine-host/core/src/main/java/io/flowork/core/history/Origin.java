package io.flowork.core.history;

import io.flowork.core.jq.Lineage;
import io.flowork.core.machine.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An origin of a value, and what it has to do with it. */
record Origin(Lineage.Kind how, Subject subject, Step.@Nullable Spot spot) {
    /** The origin that is the value. */
    static Origin copied(Subject subject) {
        return new Origin(Lineage.Kind.COPIED, subject, null);
    }

    /** The one origin of a value, which is the value. */
    static List<Origin> only(Subject subject) {
        return List.of(copied(subject));
    }

    /** What is told of it, yet without its own origins. */
    Cause cause() {
        Cause is = subject.cause();
        return new Cause(
                is.kind(),
                how,
                is.t(),
                is.strand(),
                is.reference(),
                is.stage(),
                spot == null ? is.spot() : spot,
                is.path(),
                is.value(),
                new ArrayList<>());
    }
}
