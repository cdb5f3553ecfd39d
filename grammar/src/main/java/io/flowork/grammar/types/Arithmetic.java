package io.flowork.grammar.types;

/** The types of what operators give; no value where they fail for every pair. */
public final class Arithmetic {
    private static final int TEXT = Type.STRING_KIND | Type.SECRET_KIND;

    private Arithmetic() {}

    /** The sum; null adds nothing. */
    public static Type add(Type left, Type right) {
        Type result = Type.NEVER;
        if (left.may(Type.NULL_KIND)) {
            result = Types.join(result, right);
        }
        if (right.may(Type.NULL_KIND)) {
            result = Types.join(result, left);
        }
        if (both(left, right, Type.NUMBER_KIND)) {
            result = Types.join(result, Type.NUMBER);
        }
        if (both(left, right, Type.STRING_KIND)) {
            result = Types.join(result, Type.STRING);
        }
        if ((left.may(Type.SECRET_KIND) && right.may(TEXT)) || (right.may(Type.SECRET_KIND) && left.may(TEXT))) {
            result = Types.join(result, Type.SECRET);
        }
        if (both(left, right, Type.ARRAY_KIND)) {
            result = Types.join(result, Access.concat(left.only(Type.ARRAY_KIND), right.only(Type.ARRAY_KIND)));
        }
        if (both(left, right, Type.OBJECT_KIND)) {
            result = Types.join(result, Access.merge(left.only(Type.OBJECT_KIND), right.only(Type.OBJECT_KIND)));
        }
        return result;
    }

    /** The difference of numbers or of arrays. */
    public static Type subtract(Type left, Type right) {
        Type result = both(left, right, Type.NUMBER_KIND) ? Type.NUMBER : Type.NEVER;
        return both(left, right, Type.ARRAY_KIND) ? Types.join(result, Type.arrayOf(left.items())) : result;
    }

    /** The product of numbers, a repeated text, or objects merged deeply. */
    public static Type multiply(Type left, Type right) {
        Type result = both(left, right, Type.NUMBER_KIND) ? Type.NUMBER : Type.NEVER;
        boolean repeats = (left.may(Type.STRING_KIND) && right.may(Type.NUMBER_KIND))
                || (right.may(Type.STRING_KIND) && left.may(Type.NUMBER_KIND));
        if (repeats) {
            result = Types.join(result, Type.ofKinds(Type.STRING_KIND | Type.NULL_KIND));
        }
        return both(left, right, Type.OBJECT_KIND) ? Types.join(result, Type.OBJECT) : result;
    }

    /** The quotient of numbers, or the parts of a text. */
    public static Type divide(Type left, Type right) {
        Type result = both(left, right, Type.NUMBER_KIND) ? Type.NUMBER : Type.NEVER;
        return both(left, right, Type.STRING_KIND) ? Types.join(result, Type.arrayOf(Type.STRING)) : result;
    }

    /** The remainder of numbers. */
    public static Type remainder(Type left, Type right) {
        return both(left, right, Type.NUMBER_KIND) ? Type.NUMBER : Type.NEVER;
    }

    private static boolean both(Type left, Type right, int kind) {
        return left.may(kind) && right.may(kind);
    }
}
