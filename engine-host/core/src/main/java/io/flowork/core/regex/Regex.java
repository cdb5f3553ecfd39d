package io.flowork.core.regex;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled regular expression: Perl's syntax as Oniguruma reads it for jq. Immutable.
 *
 * <p>Matching goes back and tries again, like Oniguruma, with a stack of its own: its depth is bounded by what
 * {@link Work} allows, not by the host's.
 */
public final class Regex {
    /** How a pattern is read and matched. */
    public enum Option {
        /** Case does not matter. */
        IGNORE_CASE,
        /** Blanks and comments in the pattern do not count. */
        EXTENDED,
        /** The dot also matches a line feed. */
        DOT_ALL,
        /** The longest match at a place counts, not the first. */
        LONGEST,
        /** A match has at least one character. */
        NOT_EMPTY
    }

    private final Program program;
    private final List<String> names;

    private Regex(Program program, List<String> names) {
        this.program = program;
        this.names = names;
    }

    /**
     * Compiles a pattern.
     *
     * @throws RegexSyntaxException if it is not one
     */
    public static Regex compile(String pattern, Set<Option> options) {
        Parser parser = new Parser(pattern, options);
        Node tree = parser.parse();
        return new Regex(Compiler.compile(tree, parser, options), parser.names());
    }

    /** The number of groups whose matches are remembered. */
    public int groups() {
        return names.size();
    }

    /** The name of a group, from 1, or null. */
    public @Nullable String name(int group) {
        String name = names.get(group - 1);
        return name.isEmpty() ? null : name;
    }

    /** About how many bytes it keeps. */
    public long weight() {
        return program.code().length * 4L + program.sets().size() * 64L + 256;
    }

    /**
     * Searches in a text.
     *
     * @param text its code points; not changed while the matcher is in use
     * @param work is told what is done and can stop it
     */
    public Matcher matcher(int[] text, Work work) {
        return new Matcher(program, text, work);
    }
}
