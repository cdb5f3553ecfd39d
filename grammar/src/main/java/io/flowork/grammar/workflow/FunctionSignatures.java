package io.flowork.grammar.workflow;

import io.flowork.grammar.json.JsonObject;
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

    /** Every name, and nothing is known of any: for workflows that were checked before, perhaps elsewhere. */
    FunctionSignatures ANY = new FunctionSignatures() {
        @Override
        public FunctionSignature find(String name) {
            return new FunctionSignature(name, "", JsonObject.EMPTY, JsonObject.EMPTY);
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
