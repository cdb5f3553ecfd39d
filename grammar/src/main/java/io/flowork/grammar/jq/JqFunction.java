package io.flowork.grammar.jq;

import io.flowork.grammar.types.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function of jq as the catalogue describes it.
 *
 * @param name its name
 * @param parameters its parameters
 * @param availability whether a workflow has it
 * @param reason what to do instead when it is refused; empty otherwise
 * @param summary what it does, in one sentence
 * @param example how it is used; null for one that is refused or internal
 * @param signature what it takes and gives
 */
public record JqFunction(
        String name,
        List<Parameter> parameters,
        Availability availability,
        String reason,
        String summary,
        @Nullable Example example,
        Signature signature) {
    /** Copies the parameters. */
    public JqFunction {
        parameters = List.copyOf(parameters);
    }

    /** The name with the number of parameters, such as {@code map/1}. */
    public String key() {
        return name + "/" + parameters.size();
    }

    /** How it is called: {@code range($from; $upto)}. */
    public String usage() {
        if (parameters.isEmpty()) {
            return name;
        }
        return name + "("
                + String.join(
                        "; ",
                        parameters.stream()
                                .map(parameter -> (parameter.value() ? "$" : "") + parameter.name())
                                .toList())
                + ")";
    }

    /** Whether a workflow has a function. */
    public enum Availability {
        /** It can be used. */
        AVAILABLE,
        /** It has no meaning in a workflow. */
        REFUSED,
        /** Other functions are made with it; nobody calls it. */
        INTERNAL
    }

    /**
     * A parameter.
     *
     * @param name without {@code $}
     * @param value whether the argument's value counts; else it is a filter that the function applies
     * @param accepts the values it can be without failing for certain
     */
    public record Parameter(String name, boolean value, Type accepts) {}

    /**
     * A use of a function with what comes of it.
     *
     * @param input the input as JSON
     * @param program the program
     * @param outputs its outputs as JSON, with a blank between them
     */
    public record Example(String input, String program, String outputs) {}

    /**
     * What a function takes and gives.
     *
     * @param accepts the inputs with which it does not fail for certain
     * @param rule how its outputs follow from its input
     * @param result its outputs, where the rule is {@link Rule#FIXED}
     * @param least the least number of outputs for one input and one set of arguments: 0 or 1
     * @param several whether it can have more than one
     */
    public record Signature(Type accepts, Rule rule, Type result, int least, boolean several) {}

    /** How outputs follow from the input. */
    public enum Rule {
        /** They are always of the same type. */
        FIXED,
        /** They are like the input. */
        SAME,
        /** A string, or a secret if there may be one in the input. */
        TEXT,
        /** The analysis knows a rule of its own. */
        OWN
    }
}
