package io.flowork.core.regex;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The syntax tree of a pattern. */
sealed interface Node {
    /** Matches the empty text. */
    record Empty() implements Node {}

    /** One character, exactly this one. */
    record Literal(int character) implements Node {}

    /** One character of a set. */
    record OneOf(CharSet set) implements Node {}

    /** One grapheme cluster, as a reader sees a character. */
    record Cluster() implements Node {}

    /** One after the other. */
    record Sequence(List<Node> parts) implements Node {}

    /** The first that leads to a match. */
    record Alternatives(List<Node> branches) implements Node {}

    /** A part whose match is remembered; its number counts from 1. */
    record Group(int number, Node body) implements Node {}

    /** A part that is not tried again once it has matched. */
    record Atomic(Node body) implements Node {}

    /** What follows, or goes before, matches or does not; nothing is consumed. */
    record Look(boolean ahead, boolean negative, Node body) implements Node {}

    /** A part several times; {@code max} is -1 for no end. */
    record Repeat(Node body, int min, int max, Greed greed) implements Node {}

    /** A condition on the place. */
    record Assertion(Place place) implements Node {}

    /** What the last of these groups that matched has matched. */
    record BackReference(List<Integer> groups, boolean ignoreCase) implements Node {}

    /** The pattern of a group again; 0 is the whole pattern. */
    record Call(int group) implements Node {}

    /** One of two, by whether one of the groups has matched or the condition matches here. */
    record Conditional(List<Integer> groups, @Nullable Node condition, Node yes, Node no) implements Node {}

    /** From here on counts as the match. */
    record Keep() implements Node {}

    /** How many repetitions are tried first. */
    enum Greed {
        /** Many, then fewer. */
        GREEDY,
        /** Few, then more. */
        LAZY,
        /** As many as there are, never fewer. */
        POSSESSIVE
    }

    /** Conditions on a place. */
    enum Place {
        /** Where the text begins. */
        TEXT_BEGIN,
        /** Where the text ends. */
        TEXT_END,
        /** Where the text ends, or before a line feed that ends it. */
        TEXT_END_OR_LAST_LINE_FEED,
        /** Where a line begins. */
        LINE_BEGIN,
        /** Where a line ends. */
        LINE_END,
        /** Between a word's character and another. */
        WORD_BOUNDARY,
        /** Not there. */
        NOT_WORD_BOUNDARY,
        /** Where the search began. */
        SEARCH_BEGIN
    }
}
