package io.flowork.core.jq;

import io.flowork.core.jq.Prov.Conditions;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import org.jspecify.annotations.Nullable;

/** A value and where it comes from; and its path, within a path expression, if it has one. */
record Tagged(JsonValue value, Prov prov, @Nullable PathNode path) {
    /** Takes the outputs of a filter. */
    @FunctionalInterface
    interface Out {
        void accept(Tagged output);
    }

    /** Gives its outputs to somebody. */
    @FunctionalInterface
    interface Source {
        void to(Out out);
    }

    /** A value that stands in the program. */
    static Tagged written(JsonValue value, Range range) {
        return new Tagged(value, new Prov.Text(range), null);
    }

    /** It without its path. */
    Tagged plain() {
        return path == null ? this : new Tagged(value, prov, null);
    }

    /** It, once something else has decided that it is this one. */
    Tagged decided(Conditions by) {
        return new Tagged(value, Prov.decided(prov, by), path);
    }
}
