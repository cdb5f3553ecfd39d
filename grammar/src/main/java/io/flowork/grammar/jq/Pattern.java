package io.flowork.grammar.jq;

import io.flowork.grammar.text.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands behind {@code as}: names for a value or for parts of it. */
public sealed interface Pattern {
    /** Where it stands in the program's text. */
    Range range();

    /**
     * {@code $name}.
     *
     * @param name without {@code $}
     */
    record Named(Range range, String name) implements Pattern {}

    /** {@code [pattern, …]}. */
    record Elements(Range range, List<Pattern> elements) implements Pattern {
        /** Copies the elements. */
        public Elements {
            elements = List.copyOf(elements);
        }
    }

    /** <code>{key: pattern, …}</code>. */
    record Members(Range range, List<Member> members) implements Pattern {
        /** Copies the members. */
        public Members {
            members = List.copyOf(members);
        }
    }

    /**
     * One member of {@link Members}.
     *
     * @param variable the name bound to the member's whole value, as in {@code $name} or {@code $name: pattern}
     * @param key the key
     * @param value the pattern for the member's value; null only if there is a variable
     */
    record Member(
            Range range,
            @Nullable String variable,
            Filter key,
            @Nullable Pattern value) {}
}
