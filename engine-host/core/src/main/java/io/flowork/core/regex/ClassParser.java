package io.flowork.core.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Reads a set of characters in brackets, after the opening one. */
final class ClassParser {
    /** How far the end of {@code [:name:]} is looked for, as in Oniguruma. */
    private static final int LONGEST_NAME = 20;

    private final Escapes in;
    private final boolean ignoreCase;
    private final Set<IntPredicate> named = new LinkedHashSet<>();
    private final List<int[]> ranges = new ArrayList<>();

    ClassParser(Escapes in, boolean ignoreCase) {
        this.in = in;
        this.ignoreCase = ignoreCase;
    }

    CharSet set() {
        boolean not = in.accept('^');
        boolean first = true;
        while (true) {
            if (in.atEnd()) {
                throw in.error("premature end of char-class");
            }
            int c = in.next();
            if (c == ']') {
                if (!first) {
                    break;
                }
                if (!in.comes(']')) {
                    throw in.error("empty char-class");
                }
            }
            first = false;
            item(c);
        }
        IntPredicate all = new Members(merged(), named.toArray(IntPredicate[]::new));
        IntPredicate closed = ignoreCase ? CaseFolding.closed(all) : all;
        return CharSet.of(not ? closed.negate() : closed);
    }

    /** The ranges in order, none touching another: first and last of each. */
    private int[] merged() {
        ranges.sort(Comparator.comparingInt(range -> range[0]));
        int[] bounds = new int[ranges.size() * 2];
        int size = 0;
        for (int[] range : ranges) {
            if (size > 0 && range[0] <= bounds[size - 1] + 1) {
                bounds[size - 1] = Math.max(bounds[size - 1], range[1]);
            } else {
                bounds[size++] = range[0];
                bounds[size++] = range[1];
            }
        }
        return Arrays.copyOf(bounds, size);
    }

    /** What is in one of the ranges or named sets. */
    private record Members(int[] bounds, IntPredicate[] named) implements IntPredicate {
        @Override
        public boolean test(int c) {
            int found = Arrays.binarySearch(bounds, c);
            if (found >= 0 || (~found & 1) == 1) {
                return true;
            }
            for (IntPredicate set : named) {
                if (set.test(c)) {
                    return true;
                }
            }
            return false;
        }
    }

    private void item(int c) {
        IntPredicate set = c == '[' ? bracket() : c == '\\' ? type() : null;
        if (set != null) {
            named.add(set);
            return;
        }
        int from = character(c);
        if (in.peek(0) != '-' || in.peek(1) == ']') {
            add(from, from);
            return;
        }
        in.next();
        if (in.atEnd()) {
            throw in.error("premature end of char-class");
        }
        int end = in.next();
        if ((end == '[' && bracket() != null) || (end == '\\' && type() != null)) {
            throw in.error("char-class value at end of range");
        }
        int to = character(end);
        if (to < from) {
            throw in.error("empty range in char class");
        }
        add(from, to);
        if (in.peek(0) == '-' && in.peek(1) != ']') {
            in.next();
            add('-', '-');
        }
    }

    private void add(int from, int to) {
        ranges.add(new int[] {from, to});
    }

    private int character(int c) {
        if (c != '\\') {
            return c;
        }
        if (in.atEnd()) {
            throw in.error("end pattern at escape");
        }
        return in.accept('b') ? 8 : in.character();
    }

    private @Nullable IntPredicate type() {
        return in.type();
    }

    /** {@code [:name:]} after its first bracket, or null. */
    private @Nullable IntPredicate bracket() {
        if (in.peek(0) != ':') {
            return null;
        }
        StringBuilder name = new StringBuilder();
        int ahead = 1;
        while (in.peek(ahead) >= 0 && in.peek(ahead) != ':' && in.peek(ahead) != ']' && ahead < LONGEST_NAME) {
            name.appendCodePoint(in.peek(ahead++));
        }
        if (in.peek(ahead) != ':' || in.peek(ahead + 1) != ']') {
            return null;
        }
        boolean not = name.indexOf("^") == 0;
        IntPredicate set = Properties.bracket(not ? name.substring(1) : name.toString());
        if (set == null) {
            throw in.error("invalid POSIX bracket type");
        }
        for (int i = 0; i < ahead + 2; i++) {
            in.next();
        }
        return not ? new Properties.Not(set) : set;
    }
}
