package io.flowork.core.regex;

import io.flowork.core.regex.Node.Assertion;
import io.flowork.core.regex.Node.Greed;
import io.flowork.core.regex.Node.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Reads a pattern in Perl's syntax as Oniguruma understands it, with Oniguruma's words for what is wrong. */
final class Parser {
    private static final int MAX_DEPTH = 250;
    private static final int MAX_REPEAT = 100_000;
    private static final int MAX_GROUPS = 32_767;
    private static final int NONE = -1;

    private final Escapes in;
    private final List<String> names = new ArrayList<>();
    private final List<Reference> calls = new ArrayList<>();
    private int highestBackReference;
    private int depth;
    private boolean ignoreCase;
    private boolean extended;
    private boolean dotAll;
    private boolean lines;

    /** A call by name, or by number counted from the group it is at. */
    private record Reference(String name, int number, int offset) {}

    Parser(String pattern, Set<Regex.Option> options) {
        in = new Escapes(pattern);
        ignoreCase = options.contains(Regex.Option.IGNORE_CASE);
        extended = options.contains(Regex.Option.EXTENDED);
        dotAll = options.contains(Regex.Option.DOT_ALL);
    }

    Node parse() {
        Node tree = alternatives();
        if (!in.atEnd()) {
            in.next();
            throw in.error("unmatched close parenthesis");
        }
        if (highestBackReference > names.size()) {
            throw in.error("invalid backref number/name");
        }
        return tree;
    }

    /** The names of all groups in order, empty where a group has none. */
    List<String> names() {
        return names;
    }

    /** Which group a call means. */
    int target(Node.Call call) {
        Reference reference = calls.get(call.group());
        if (reference.name.isEmpty()) {
            if (reference.number < 0 || reference.number > names.size()) {
                throw new RegexSyntaxException(
                        "undefined group <" + reference.number + "> reference", reference.offset);
            }
            return reference.number;
        }
        List<Integer> groups = named(reference.name);
        if (groups.size() != 1) {
            String problem = groups.isEmpty() ? "undefined name <%s> reference" : "multiplex definition name <%s> call";
            throw new RegexSyntaxException(problem.replace("%s", reference.name), reference.offset);
        }
        return groups.getFirst();
    }

    boolean hasCalls() {
        return !calls.isEmpty();
    }

    private List<Integer> named(String name) {
        List<Integer> groups = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals(name)) {
                groups.add(i + 1);
            }
        }
        return groups;
    }

    /** Up to the end or a closing parenthesis; options set inside end with it. */
    private Node alternatives() {
        if (++depth > MAX_DEPTH) {
            throw in.error("parse depth limit over");
        }
        boolean i = ignoreCase;
        boolean x = extended;
        boolean s = dotAll;
        boolean m = lines;
        List<Node> branches = new ArrayList<>();
        branches.add(sequence());
        while (in.accept('|')) {
            branches.add(sequence());
        }
        ignoreCase = i;
        extended = x;
        dotAll = s;
        lines = m;
        depth--;
        return branches.size() == 1 ? branches.getFirst() : new Node.Alternatives(List.copyOf(branches));
    }

    private Node sequence() {
        List<Node> parts = new ArrayList<>();
        while (!in.atEnd() && in.peek() != '|' && in.peek() != ')') {
            int c = in.next();
            if (extended && skipped(c)) {
                continue;
            }
            if (c == '\\' && in.accept('Q')) {
                quoted(parts);
                continue;
            }
            if (c == '(' && in.accept("?#")) {
                comment();
                continue;
            }
            if (c == '*' || c == '+' || c == '?' || (c == '{' && in.isInterval(MAX_REPEAT))) {
                throw in.error("target of repeat operator is not specified");
            }
            Node part = part(c);
            if (part != null) {
                parts.add(repeated(part));
            }
        }
        return switch (parts.size()) {
            case 0 -> new Node.Empty();
            case 1 -> parts.getFirst();
            default -> new Node.Sequence(List.copyOf(parts));
        };
    }

    private boolean skipped(int c) {
        if (c == '#') {
            while (!in.atEnd() && in.next() != '\n') {
                // up to the end of the line
            }
            return true;
        }
        return Properties.SPACE.test(c);
    }

    private void comment() {
        while (true) {
            if (in.atEnd()) {
                throw in.error("end pattern in group");
            }
            int c = in.next();
            if (c == '\\' && !in.atEnd()) {
                in.next();
            } else if (c == ')') {
                return;
            }
        }
    }

    private void quoted(List<Node> parts) {
        while (!in.atEnd() && !in.accept("\\E")) {
            Node part = literal(in.next());
            if (in.accept("\\E")) {
                parts.add(repeated(part));
                return;
            }
            parts.add(part);
        }
    }

    private Node literal(int c) {
        return ignoreCase && CaseFolding.same(c).length > 0
                ? new Node.OneOf(CharSet.of(CaseFolding.closed(other -> other == c)))
                : new Node.Literal(c);
    }

    private static Node oneOf(IntPredicate set) {
        return new Node.OneOf(CharSet.of(set));
    }

    /** What a character begins; null for options that hold from here on. */
    private @Nullable Node part(int c) {
        return switch (c) {
            case '.' -> oneOf(dotAll ? any -> true : any -> any != '\n');
            case '^' -> new Assertion(lines ? Place.LINE_BEGIN : Place.TEXT_BEGIN);
            case '$' -> new Assertion(lines ? Place.LINE_END : Place.TEXT_END_OR_LAST_LINE_FEED);
            case '[' -> new Node.OneOf(new ClassParser(in, ignoreCase).set());
            case '(' -> in.accept('?') ? special() : group("");
            case '\\' -> escape();
            default -> literal(c);
        };
    }

    private Node group(String name) {
        names.add(name);
        int number = names.size();
        if (number > MAX_GROUPS) {
            throw in.error("too many captures");
        }
        return new Node.Group(number, body());
    }

    private Node body() {
        Node body = alternatives();
        close();
        return body;
    }

    private void close() {
        if (!in.accept(')')) {
            throw in.error("end pattern with unmatched parenthesis");
        }
    }

    /** After {@code (?}. */
    private @Nullable Node special() {
        if (in.atEnd()) {
            throw in.error("end pattern in group");
        }
        int c = in.next();
        return switch (c) {
            case ':' -> body();
            case '=' -> new Node.Look(true, false, body());
            case '!' -> new Node.Look(true, true, body());
            case '>' -> new Node.Atomic(body());
            case '\'' -> group(in.groupName('\''));
            case '(' -> conditional();
            case '&' -> call(in.groupName(')'));
            case 'R' -> {
                close();
                yield call("0");
            }
            case '~', '{' -> throw in.error("absent groups and callouts are not supported");
            case '<' -> {
                if (in.accept('=')) {
                    yield new Node.Look(false, false, body());
                }
                yield in.accept('!') ? new Node.Look(false, true, body()) : group(in.groupName('>'));
            }
            default -> {
                in.back();
                yield Character.isDigit(c) || c == '+' || (c == '-' && Character.isDigit(in.peek(1)))
                        ? call(in.groupName(')'))
                        : options();
            }
        };
    }

    private @Nullable Node options() {
        boolean[] before = {ignoreCase, extended, dotAll, lines};
        boolean on = true;
        while (true) {
            if (in.atEnd()) {
                throw in.error("end pattern in group");
            }
            switch (in.next()) {
                case '-' -> on = false;
                case 'i' -> ignoreCase = on;
                case 'x' -> extended = on;
                case 's' -> dotAll = on;
                case 'm' -> lines = on;
                case ')' -> {
                    return null;
                }
                case ':' -> {
                    Node body = body();
                    ignoreCase = before[0];
                    extended = before[1];
                    dotAll = before[2];
                    lines = before[3];
                    // other than a bare assertion, one inside options may be repeated
                    return new Node.Sequence(List.of(body));
                }
                default -> throw in.error("undefined group option");
            }
        }
    }

    private Node conditional() {
        List<Integer> groups = new ArrayList<>();
        Node condition = null;
        int c = in.peek(0);
        if (Character.isDigit(c) || c == '<' || c == '\'' || c == '+' || c == '-') {
            if (c == '<' || c == '\'') {
                in.next();
            }
            String name = in.groupName(c == '<' ? '>' : c == '\'' ? '\'' : ')');
            if (c == '<' || c == '\'') {
                close();
            }
            groups.addAll(references(name));
        } else {
            condition = body();
        }
        Node branches = body();
        if (branches instanceof Node.Alternatives two) {
            if (two.branches().size() > 2) {
                throw in.error("invalid if-else syntax");
            }
            return new Node.Conditional(
                    groups, condition, two.branches().get(0), two.branches().get(1));
        }
        return new Node.Conditional(groups, condition, branches, new Node.Empty());
    }

    /** The groups that a name or number in a reference means. */
    private List<Integer> references(String name) {
        int number = number(name, true);
        if (number != NONE) {
            highestBackReference = Math.max(highestBackReference, number);
            return List.of(number);
        }
        List<Integer> groups = named(name);
        if (groups.isEmpty()) {
            throw in.error("undefined name <" + name + "> reference");
        }
        return groups.reversed();
    }

    /** A number, absolute or counted from here; NONE for a name. */
    private int number(String name, boolean reference) {
        char sign = name.charAt(0);
        boolean relative = sign == '-' || sign == '+';
        if (!relative && !Character.isDigit(sign)) {
            return NONE;
        }
        String digits = relative ? name.substring(1) : name;
        if (digits.isEmpty() || digits.length() > 6 || !digits.chars().allMatch(d -> d >= '0' && d <= '9')) {
            throw in.error("invalid group name <" + name + ">");
        }
        int value = Integer.parseInt(digits);
        int number = sign == '-' ? names.size() + 1 - value : sign == '+' ? names.size() + value : value;
        if (number < 0 || (reference && number == 0)) {
            throw in.error("invalid backref number/name");
        }
        return number;
    }

    private Node call(String name) {
        int number = number(name, false);
        calls.add(new Reference(number == NONE ? name : "", number, in.offset()));
        return new Node.Call(calls.size() - 1);
    }

    /** After a backslash. */
    private Node escape() {
        if (in.atEnd()) {
            throw in.error("end pattern at escape");
        }
        int c = in.peek();
        IntPredicate set = in.type();
        if (set != null) {
            return oneOf(set);
        }
        Place place = switch (c) {
            case 'A' -> Place.TEXT_BEGIN;
            case 'z' -> Place.TEXT_END;
            case 'Z' -> Place.TEXT_END_OR_LAST_LINE_FEED;
            case 'b' -> Place.WORD_BOUNDARY;
            case 'B' -> Place.NOT_WORD_BOUNDARY;
            case 'G' -> Place.SEARCH_BEGIN;
            default -> null;
        };
        if (place != null) {
            in.next();
            return new Assertion(place);
        }
        if (c >= '1' && c <= '9') {
            int number = in.backReference(names.size());
            if (number > 0) {
                highestBackReference = Math.max(highestBackReference, number);
                return new Node.BackReference(List.of(number), ignoreCase);
            }
        }
        return other(c);
    }

    private Node other(int c) {
        if (c == 'y' || c == 'Y') {
            throw in.error("\\" + (char) c + " is not supported");
        }
        if (in.accept("K")) {
            return new Node.Keep();
        }
        if (in.accept("N")) {
            return oneOf(other -> other != '\n');
        }
        if (in.accept("O")) {
            return oneOf(other -> true);
        }
        if (in.accept("X")) {
            return new Node.Cluster();
        }
        if (in.accept("R")) {
            Node both = new Node.Sequence(List.of(new Node.Literal('\r'), new Node.Literal('\n')));
            Node one = oneOf(b -> (b >= '\n' && b <= '\r') || b == 0x85 || b == 0x2028 || b == 0x2029);
            return new Node.Atomic(new Node.Alternatives(List.of(both, one)));
        }
        if ((c == 'k' || c == 'g') && (in.peek(1) == '<' || in.peek(1) == '\'')) {
            in.next();
            String name = in.groupName(in.next() == '<' ? '>' : '\'');
            return c == 'g' ? call(name) : new Node.BackReference(references(name), ignoreCase);
        }
        return literal(in.character());
    }

    /** A part with the quantifiers after it. */
    private Node repeated(Node part) {
        Node result = part;
        int nested = 0;
        while (!in.atEnd()) {
            if (extended && (in.peek() == '#' || Properties.SPACE.test(in.peek()))) {
                skipped(in.next());
                continue;
            }
            int[] range = range();
            if (range.length == 0) {
                return result;
            }
            if (part instanceof Assertion || part instanceof Node.Look || part instanceof Node.Keep) {
                throw in.error("target of repeat operator is invalid");
            }
            Greed greed = in.accept('?') ? Greed.LAZY : in.accept('+') ? Greed.POSSESSIVE : Greed.GREEDY;
            boolean same = result instanceof Node.Repeat inner
                    && inner.min() == 0
                    && inner.max() == NONE
                    && inner.greed() == greed
                    && range[1] == NONE;
            if (!same) {
                if (++nested > MAX_DEPTH) {
                    throw in.error("parse depth limit over");
                }
                result = new Node.Repeat(result, range[0], range[1], greed);
            }
        }
        return result;
    }

    /** How often: two numbers, none if no quantifier is here. */
    private int[] range() {
        if (in.accept('*')) {
            return new int[] {0, NONE};
        }
        if (in.accept('+')) {
            return new int[] {1, NONE};
        }
        if (in.accept('?')) {
            return new int[] {0, 1};
        }
        return in.interval(MAX_REPEAT);
    }
}
