package io.flowork.core.jq;

import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;

/** The instructions of one function or argument, for values or for paths. Filled once, then never changed. */
final class Code {
    int[] instructions = {};
    JsonValue[] constants = {};
    Object[] references = {};
    Range[] ranges = {};
    int values;
    int extras;

    /** Whether it is part of the program, and not of a builtin written in jq. */
    boolean fromProgram;
}
