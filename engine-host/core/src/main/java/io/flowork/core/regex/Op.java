package io.flowork.core.regex;

/** The instructions; the operands that follow each are in brackets. */
final class Op {
    /** The pattern has matched. */
    static final int MATCH = 0;
    /** One character. [character] */
    static final int CHAR = 1;
    /** One character of a set. [set] */
    static final int SET = 2;
    /** Goes on at the first place, and at the second if that fails. [first, second] */
    static final int SPLIT = 3;
    /** Goes on elsewhere. [place] */
    static final int JUMP = 4;
    /** A group begins. [group] */
    static final int GROUP_START = 5;
    /** A group ends. [group] */
    static final int GROUP_END = 6;
    /** Asks for a condition. [ordinal of Place] */
    static final int ASSERT = 7;
    /** One character or one of a set, several times. [1 for set, character or set, min, max or -1, ordinal of Greed] */
    static final int REPEAT = 8;
    /** Remembers how high the stack is. [register] */
    static final int HEIGHT = 9;
    /** Forgets what could be tried again since the height. [register] */
    static final int CUT = 10;
    /** Undoes what happened since the height, and fails. [register] */
    static final int UNWIND = 11;
    /** Remembers the place in the text. [register] */
    static final int PLACE = 12;
    /** Goes to the remembered place in the text. [register] */
    static final int RETURN_TO = 13;
    /** Goes back. [characters] */
    static final int BACK = 14;
    /** What a group has matched. [list, 1 where case does not matter] */
    static final int REFERENCE = 15;
    /** Begins a counted loop. [register] */
    static final int COUNT_START = 16;
    /** Begins a turn, which is the instruction after it, or leaves. [register, min, max or -1, ordinal of Greed, exit] */
    static final int COUNT = 17;
    /** Counts a turn. [register] */
    static final int COUNT_TURN = 18;
    /** Leaves a loop whose last turn was empty, after enough turns. [register of the place, of the count, min, exit] */
    static final int LEAVE_IF_EMPTY = 19;
    /** Goes elsewhere and comes back. [place] */
    static final int CALL = 20;
    /** Ends a call. */
    static final int RETURN = 21;
    /** The match begins here. */
    static final int KEEP = 22;
    /** Goes on if one of the groups has matched, else elsewhere. [list, place] */
    static final int IF_MATCHED = 23;
    /** One grapheme cluster. */
    static final int CLUSTER = 24;

    /** Asks whether this is the remembered place in the text. [register] */
    static final int AT_PLACE = 25;

    /** A group began at the remembered place. [group, register] */
    static final int GROUP_BEGAN = 26;

    /** The register with the frame of the innermost call, after those of the groups. */
    static final int FRAME = 0;
    /** The number of registers between those of the groups and those of loops. */
    static final int OWN = 1;

    private Op() {}
}
