package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.grammar.json.JsonValue;

/** How an effect ends in a trial. */
sealed interface Reply {
    /** It completes. */
    record Done(JsonValue output) implements Reply {}

    /** It fails. */
    record Fail(WorkflowError error) implements Reply {}

    /** It goes on and on. */
    record Never() implements Reply {}

    static Reply done(String json) {
        return new Done(Trial.json(json));
    }

    static Reply fail(Kind kind, int status) {
        return new Fail(WorkflowError.of(kind, status, "as the test says"));
    }

    static Reply never() {
        return new Never();
    }
}
