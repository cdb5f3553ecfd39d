package io.flowork.core.regex;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The instructions of a pattern.
 *
 * @param code the instructions: an operation of {@link Op} and its operands
 * @param sets the sets that instructions name by their index
 * @param lists lists of groups that instructions name by their index
 * @param groups the number of groups, without the whole match
 * @param registers the number of registers: two for each group and the match, those of {@link Op}, and those of loops
 * @param first what a match can begin with; null if that is not known, or a match can be empty
 * @param atBegin whether a match can only be where the text begins
 * @param longest whether the longest match counts
 * @param notEmpty whether an empty match does not count
 */
record Program(
        int[] code,
        List<CharSet> sets,
        List<int[]> lists,
        int groups,
        int registers,
        @Nullable CharSet first,
        boolean atBegin,
        boolean longest,
        boolean notEmpty) {}
