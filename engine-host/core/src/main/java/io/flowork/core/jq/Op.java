package io.flowork.core.jq;

/**
 * The instructions. An operand that is read is a register, or the complement of a constant's index; an operand that is
 * written is a register. Extras are a frame's second set of registers, for paths and loops.
 */
final class Op {
    /** from, to. */
    static final int MOVE = 0;
    /** from, to: extras. */
    static final int MOVE_EXTRA = 1;
    /** level, register, to. */
    static final int OUTER = 2;
    /** index, to. */
    static final int GLOBAL = 3;
    /** target. */
    static final int JUMP = 4;
    /** condition, target. */
    static final int JUMP_IF_FALSE = 5;
    /** target: come back there for the next output. */
    static final int FORK = 6;
    /** target, extra: as FORK, and remember the place for CUT. */
    static final int MARK = 7;
    /** level, extra: forget all forks since MARK and that one. */
    static final int CUT = 8;
    /** Nothing more here: go back to the last fork. */
    static final int BACKTRACK = 9;
    /** handler. */
    static final int TRY = 10;
    /** handler of the TRY that ends. */
    static final int TRY_END = 11;
    /** to: the value of the error caught. */
    static final int CATCH = 12;
    /** code, level, input, path or -1, to, path to, count, then kind, a, b for each argument. */
    static final int CALL = 13;
    /** As CALL. */
    static final int TAIL_CALL = 14;
    /** level, index, input, path or -1, to, path to. */
    static final int CALL_ARGUMENT = 15;
    /** As CALL_ARGUMENT. */
    static final int TAIL_CALL_ARGUMENT = 16;
    /** value. */
    static final int RETURN = 17;
    /** value, path. */
    static final int RETURN_PATH = 18;
    /** native, input, first, second, third, to. */
    static final int NATIVE = 19;
    /** value, key, to, 1 if optional. */
    static final int INDEX = 20;
    /** value, keys, to: several fields in a row. */
    static final int FIELDS = 21;
    /** value, from, to, to, 1 if optional. */
    static final int SLICE = 22;
    /** value, extra, to, 1 if optional. */
    static final int EACH = 23;
    /** from, below, to. */
    static final int RANGE = 24;
    /** extra. */
    static final int COLLECT = 25;
    /** extra, value: add it, and go back to the last fork. */
    static final int APPEND = 26;
    /** extra, to. */
    static final int COLLECTED = 27;
    /** to, count, then key and value of each member. */
    static final int OBJECT = 28;
    /** keys, to, then a value for each key. */
    static final int RECORD = 29;
    /** to, count, then the parts. */
    static final int CONCAT = 30;
    /** operator, left, right, to. */
    static final int ARITHMETIC = 31;
    /** left, right, to. */
    static final int ADD = 32;
    /** operator, left, right, to. */
    static final int COMPARE = 33;
    /** value. */
    static final int RAISE = 34;
    /** value, extra. */
    static final int PATH_BEGIN = 35;
    /** value, path, to. */
    static final int PATH_END = 36;
    /** value, path, key, to, path to, 1 if optional. */
    static final int PATH_INDEX = 37;
    /** value, path, extra, to, path to, 1 if optional. */
    static final int PATH_EACH = 38;
    /** value, path, keys, to, path to. */
    static final int PATH_GET = 39;
    /** value, path, from, to, to, path to, 1 if optional. */
    static final int PATH_SLICE = 40;
    /** value, target: jump if it is null or false. The same as JUMP_IF_FALSE the other way round. */
    static final int JUMP_IF_TRUE = 41;
    /** condition, to: whether it is neither null nor false. */
    static final int TRUTH = 42;

    /** A mark for who follows the evaluation, in programs compiled to be followed; see {@link Marks}. Costs no step. */
    static final int TRACE = 43;

    private Op() {}
}
