package io.flowork.grammar.jq;

import io.flowork.grammar.text.Range;
import java.util.List;

/** Told what the names in a program stand for. Ranges are in the program's text; those of variables begin with {@code $}. */
public interface NameListener {
    /** Does nothing. */
    NameListener NONE = new NameListener() {};

    /**
     * A variable that the program does not bind itself.
     *
     * @param given whether it is given to the program
     */
    default void free(Filter.Variable variable, boolean given) {}

    /** A name that the program gives: a variable after {@code as}, a function or a parameter. */
    default void declared(Range name) {}

    /**
     * A use of a name that the program gives.
     *
     * @param declarations where it is given; several places when alternative patterns give it
     */
    default void bound(Range use, List<Range> declarations) {}
}
