package io.flowork.grammar.analysis;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.types.Types;
import java.util.Map;

/**
 * What a filter can give: the type of each output, and how many there can be.
 *
 * @param type what every output is
 * @param mask what can happen: {@link #NONE}, {@link #ONE}, {@link #MANY} outputs, or {@link #FAIL}
 */
public record Outputs(Type type, int mask) {
    static final int NONE = 1;
    static final int ONE = 2;
    static final int MANY = 4;
    static final int FAIL = 8;
    static final int ANY = NONE | ONE | MANY | FAIL;
    private static final int SOME = ONE | MANY;
    private static final int COUNTS = NONE | ONE | MANY;

    /** Of which nothing is known. */
    public static final Outputs UNKNOWN = new Outputs(Type.UNKNOWN, ANY);

    static final Outputs EMPTY = new Outputs(Type.NEVER, NONE);
    static final Outputs FAILS = new Outputs(Type.NEVER, FAIL);

    /**
     * What a program can give.
     *
     * @param filter the program
     * @param input the type of its input
     * @param variables the types of the variables it is given, by their names without {@code $}; others are unknown
     */
    public static Outputs of(Filter filter, Type input, Map<String, Type> variables) {
        return new Inference(AnalysisListener.NONE, variables).infer(filter, input, null);
    }

    static Outputs one(Type type) {
        return type.isNever() ? FAILS : new Outputs(type, ONE);
    }

    /** One output of a type, or a failure. */
    static Outputs maybe(Type type) {
        return type.isNever() ? FAILS : new Outputs(type, ONE | FAIL);
    }

    /** Whether it surely fails before it gives an output. */
    public boolean fails() {
        return mask == FAIL;
    }

    /** Whether it may fail. */
    public boolean mayFail() {
        return can(FAIL);
    }

    /** Whether it may give this many outputs without failing. */
    public boolean mayGive(int count) {
        return can(count == 0 ? NONE : count == 1 ? ONE : MANY);
    }

    boolean can(int some) {
        return (mask & some) != 0;
    }

    /** The value of a whole expression: none is null, one is itself, several are an array. */
    public Type value() {
        Type value = can(NONE) ? Type.NULL : Type.NEVER;
        if (can(ONE)) {
            value = Types.join(value, type);
        }
        return can(MANY) ? Types.join(value, Type.arrayOf(type)) : value;
    }

    Outputs with(int changed) {
        return new Outputs((changed & SOME) == 0 ? Type.NEVER : type, changed);
    }

    /** What can happen when for every output of one filter another one is evaluated. */
    static int then(int first, int second) {
        int result = first & (FAIL | NONE);
        if ((first & ONE) != 0) {
            result |= second;
        }
        if ((first & MANY) != 0) {
            int counts = second & COUNTS;
            result |= second & FAIL;
            result |= (counts & NONE) == 0 ? (counts == 0 ? 0 : MANY) : counts == NONE ? NONE : COUNTS;
        }
        return result;
    }

    /** What can happen when every output of one filter meets every output of another, in whichever order. */
    static int cross(int first, int second) {
        int result = (first | second) & (FAIL | NONE);
        if ((first & SOME) == 0 || (second & SOME) == 0) {
            return result;
        }
        if ((first & ONE) != 0 && (second & ONE) != 0) {
            result |= ONE;
        }
        return result | (first & MANY) | (second & MANY);
    }

    /** What can happen when the outputs of one filter follow those of another. */
    static int plus(int first, int second) {
        int before = first & COUNTS;
        if (before == 0) {
            return FAIL;
        }
        int after = second & COUNTS;
        int result = (first | second) & FAIL;
        if (after == 0) {
            return result | before;
        }
        result |= (before & NONE) != 0 ? after : 0;
        if ((before & ONE) != 0) {
            result |= ((after & NONE) != 0 ? ONE : 0) | ((after & SOME) != 0 ? MANY : 0);
        }
        return result | (before & MANY);
    }

    /** What can be left of the outputs when the evaluation may stop between them. */
    static int cut(int mask) {
        return mask | NONE | ((mask & MANY) != 0 ? ONE : 0);
    }
}
