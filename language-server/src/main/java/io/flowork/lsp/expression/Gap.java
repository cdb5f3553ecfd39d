package io.flowork.lsp.expression;

import io.flowork.grammar.analysis.PartTypes;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.types.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The place in a half-written program where a cursor stands: what can be written there, and what is known there. What
 * stands behind the cursor makes no difference, but for the rest of the word.
 *
 * @param kind what can be written there
 * @param start where the word begins that is being written
 * @param end where it ends, which may be behind the cursor
 * @param open the words of the language that are waiting for another one, outermost first, such as {@code if}
 * @param here a filter of {@link #whole} that stands in the place of the word; null where there is none
 * @param whole the program up to the place
 */
public record Gap(
        Kind kind,
        int start,
        int end,
        List<String> open,
        @Nullable Filter here,
        Filter whole) {
    /** Copies the list. */
    public Gap {
        open = List.copyOf(open);
    }

    /** What can be written in a place. */
    public enum Kind {
        /** Something that gives a value: {@code .name}, {@code $name}, a function. */
        TERM,
        /** The same, or a number or text, in brackets behind a value. */
        INDEX,
        /** A name behind a dot. */
        FIELD,
        /** A name in quotes, behind a dot or in brackets. */
        QUOTED_FIELD,
        /** A name in quotes that a function is given. */
        QUOTED_KEY,
        /** A key of an object that is made. */
        KEY,
        /** A variable, from its <code>$</code> on. */
        VARIABLE,
        /** A format, from its {@code @} on. */
        FORMAT,
        /** What goes on after a value: an operator, or a word of the language. */
        OPERATOR,
        /** What goes on after the names behind {@code as}. */
        PATTERN,
        /** A label, from its <code>$</code> on. */
        LABEL,
        /** What is inserted into a text, from the backslash on. */
        INSERT
    }

    /** The gap at a cursor; nothing where only the author knows what comes: in texts, numbers, comments and new names. */
    public static Optional<Gap> at(String program, int cursor) {
        return new GapReader(program, cursor).read();
    }

    // --- what is known ---

    /** The filter whose fields can be named here; null if it is the input of the place itself. */
    private @Nullable Filter target() {
        for (Filter filter : FilterTree.all(whole)) {
            if (filter instanceof Filter.Index index && isHere(index.key())) {
                return index.target();
            }
        }
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // the very part that stands for the word
    private boolean isHere(Filter filter) {
        return filter == here;
    }

    /** The type of what has the fields that can be named here. */
    public Type fieldsOf(Surroundings around) {
        Filter target = target();
        Optional<PartTypes> known =
                target == null ? types(around) : PartTypes.of(whole, target, around.input(), around.types());
        return known.map(types -> target == null ? types.input() : types.output())
                .orElse(Type.UNKNOWN);
    }

    /** The type of {@code .} here. */
    public Type input(Surroundings around) {
        return types(around).map(PartTypes::input).orElse(Type.UNKNOWN);
    }

    /** The types of the variables that the program binds around, by their names without {@code $}. */
    public Map<String, Type> bound(Surroundings around) {
        return types(around).map(PartTypes::variables).orElse(Map.of());
    }

    private Optional<PartTypes> types(Surroundings around) {
        Filter part = here;
        return part == null ? Optional.empty() : PartTypes.of(whole, part, around.input(), around.types());
    }

    /** The names that the program gives around the place. */
    public Names names() {
        return here == null ? Names.NONE : Names.around(whole, here);
    }
}
