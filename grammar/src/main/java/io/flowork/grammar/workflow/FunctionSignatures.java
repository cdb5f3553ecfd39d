package io.flowork.grammar.workflow;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The functions that an engine has besides those of the standard. Asked only when a workflow names one that is neither the
 * standard's nor its own, so that finding them may cost something.
 */
public interface FunctionSignatures {
    /** None. */
    FunctionSignatures NONE = new FunctionSignatures() {
        @Override
        public @Nullable FunctionSignature find(String name) {
            return null;
        }

        @Override
        public Collection<String> names() {
            return List.of();
        }
    };

    /** The function with a name; null if there is none. */
    @Nullable
    FunctionSignature find(String name);

    /** The names of all. */
    Collection<String> names();
}
