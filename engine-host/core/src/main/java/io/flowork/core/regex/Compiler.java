package io.flowork.core.regex;

import io.flowork.core.regex.Node.Greed;
import io.flowork.core.regex.Node.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a syntax tree into instructions. */
@SuppressWarnings("EnumOrdinal") // the words of instructions are numbers, which never leave the process
final class Compiler {
    /** More instructions than this are not written; about what a pattern of some pages needs. */
    private static final int MAX_CODE = 1 << 20;

    /** As many alternatives are asked one by one what they can begin with. */
    private static final int FEW = 32;

    private static final int UNKNOWN = -1;

    private final Parser parser;
    private int[] code = new int[64];
    private int size;
    private final List<CharSet> sets = new ArrayList<>();
    private final List<int[]> lists = new ArrayList<>();
    private final List<int[]> calls = new ArrayList<>();
    private final int[] starts;
    private int registers;

    private Compiler(Parser parser) {
        this.parser = parser;
        this.starts = new int[parser.names().size() + 1];
        this.registers = (parser.names().size() + 1) * 2 + Op.OWN;
    }

    static Program compile(Node tree, Parser parser, Set<Regex.Option> options) {
        Compiler compiler = new Compiler(parser);
        return compiler.compile(tree, options);
    }

    private Program compile(Node tree, Set<Regex.Option> options) {
        Recursion.check(tree, parser);
        if (parser.hasCalls()) {
            // the whole is a group too, so that it can be called
            emit(Op.CALL, 3);
            emit(Op.MATCH);
            node(tree);
            emit(Op.RETURN);
            starts[0] = 3;
        } else {
            node(tree);
            emit(Op.MATCH);
        }
        for (int[] call : calls) {
            code[call[0]] = starts[call[1]];
        }
        return new Program(
                Arrays.copyOf(code, size),
                List.copyOf(sets),
                List.copyOf(lists),
                parser.names().size(),
                registers,
                first(tree),
                isAtBegin(tree),
                options.contains(Regex.Option.LONGEST),
                options.contains(Regex.Option.NOT_EMPTY));
    }

    private int emit(int... words) {
        if (size + words.length > MAX_CODE) {
            throw new RegexSyntaxException("too big pattern", 0);
        }
        if (size + words.length > code.length) {
            code = Arrays.copyOf(code, Math.max(size + words.length, code.length * 2));
        }
        System.arraycopy(words, 0, code, size, words.length);
        size += words.length;
        return size - words.length;
    }

    private int set(CharSet set) {
        sets.add(set);
        return sets.size() - 1;
    }

    private int list(List<Integer> groups) {
        lists.add(groups.stream().mapToInt(Integer::intValue).toArray());
        return lists.size() - 1;
    }

    private void node(Node node) {
        switch (node) {
            case Node.Empty empty -> {}
            case Node.Literal literal -> emit(Op.CHAR, literal.character());
            case Node.OneOf one -> emit(Op.SET, set(one.set()));
            case Node.Cluster cluster -> emit(Op.CLUSTER);
            case Node.Keep keep -> emit(Op.KEEP);
            case Node.Sequence sequence -> sequence.parts().forEach(this::node);
            case Node.Alternatives alternatives -> alternatives(alternatives.branches());
            case Node.Group group -> group(group);
            case Node.Atomic atomic -> atomic(atomic.body());
            case Node.Look look -> look(look);
            case Node.Repeat repeat -> repeat(repeat);
            case Node.Assertion assertion -> emit(Op.ASSERT, assertion.place().ordinal());
            case Node.BackReference reference ->
                emit(Op.REFERENCE, list(reference.groups()), reference.ignoreCase() ? 1 : 0);
            case Node.Call call -> calls.add(new int[] {emit(Op.CALL, 0) + 1, parser.target(call)});
            case Node.Conditional conditional -> conditional(conditional);
        }
    }

    private void alternatives(List<Node> branches) {
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < branches.size() - 1; i++) {
            int split = emit(Op.SPLIT, size + 3, 0);
            node(branches.get(i));
            ends.add(emit(Op.JUMP, 0) + 1);
            code[split + 2] = size;
        }
        node(branches.getLast());
        ends.forEach(end -> code[end] = size);
    }

    private void group(Node.Group group) {
        if (!parser.hasCalls()) {
            emit(Op.GROUP_START, group.number());
            node(group.body());
            emit(Op.GROUP_END, group.number());
            return;
        }
        boolean again = starts[group.number()] != 0;
        if (again) {
            emit(Op.CALL, starts[group.number()]);
            return;
        }
        int start = size + 4;
        starts[group.number()] = start;
        emit(Op.CALL, start);
        int over = emit(Op.JUMP, 0) + 1;
        // a call of itself inside begins the group elsewhere
        int place = registers++;
        emit(Op.PLACE, place);
        emit(Op.GROUP_START, group.number());
        node(group.body());
        emit(Op.GROUP_BEGAN, group.number(), place);
        emit(Op.GROUP_END, group.number());
        emit(Op.RETURN);
        code[over] = size;
    }

    private void atomic(Node body) {
        int height = registers++;
        emit(Op.HEIGHT, height);
        node(body);
        emit(Op.CUT, height);
    }

    private void look(Node.Look look) {
        int height = registers++;
        int place = registers++;
        emit(Op.PLACE, place);
        emit(Op.HEIGHT, height);
        if (look.negative()) {
            int split = emit(Op.SPLIT, size + 3, 0);
            looked(look, place);
            emit(Op.UNWIND, height);
            code[split + 2] = size;
        } else {
            looked(look, place);
            emit(Op.CUT, height);
            emit(Op.RETURN_TO, place);
        }
    }

    private void looked(Node.Look look, int place) {
        int width = look.ahead() ? 0 : width(look.body());
        if (width > 0) {
            emit(Op.BACK, width);
        }
        if (width == UNKNOWN) {
            // from every place before this one, whatever ends here
            int split = emit(Op.SPLIT, size + 7, size + 3);
            emit(Op.BACK, 1);
            emit(Op.JUMP, split);
        }
        node(look.body());
        if (width == UNKNOWN) {
            emit(Op.AT_PLACE, place);
        }
    }

    private void repeat(Node.Repeat repeat) {
        Node body = repeat.body();
        int max = repeat.max();
        if (max == 0) {
            if (parser.hasCalls()) {
                int over = emit(Op.JUMP, 0) + 1;
                node(body);
                code[over] = size;
            }
            return;
        }
        if (body instanceof Node.Literal || body instanceof Node.OneOf) {
            int set = body instanceof Node.OneOf one ? set(one.set()) : UNKNOWN;
            int what = body instanceof Node.Literal literal ? literal.character() : set;
            emit(
                    Op.REPEAT,
                    set == UNKNOWN ? 0 : 1,
                    what,
                    repeat.min(),
                    max,
                    repeat.greed().ordinal());
            return;
        }
        if (repeat.greed() == Greed.POSSESSIVE) {
            atomic(new Node.Repeat(body, repeat.min(), max, Greed.GREEDY));
            return;
        }
        if (repeat.min() == 1 && max == 1) {
            node(body);
        } else if (repeat.min() == 0 && max == 1) {
            optional(body, repeat.greed());
        } else if (repeat.min() == 0 && max == UNKNOWN) {
            loop(body, repeat.greed());
        } else if (repeat.min() == 1 && max == UNKNOWN) {
            loopAtLeastOnce(body, repeat.greed());
        } else {
            counted(repeat);
        }
    }

    private void split(Greed greed, int split, int turn, int exit) {
        code[split + 1] = greed == Greed.LAZY ? exit : turn;
        code[split + 2] = greed == Greed.LAZY ? turn : exit;
    }

    private void optional(Node body, Greed greed) {
        int split = emit(Op.SPLIT, 0, 0);
        int turn = size;
        node(body);
        split(greed, split, turn, size);
    }

    private void loop(Node body, Greed greed) {
        int split = emit(Op.SPLIT, 0, 0);
        int turn = size;
        int leave = turnOf(body, 0, 0);
        emit(Op.JUMP, split);
        split(greed, split, turn, size);
        exit(leave);
    }

    private void loopAtLeastOnce(Node body, Greed greed) {
        int turn = size;
        int leave = turnOf(body, 0, 0);
        int split = emit(Op.SPLIT, 0, 0);
        split(greed, split, turn, size);
        exit(leave);
    }

    /** Emits a turn of a loop; returns where the exit for an empty turn has to be written, or -1. */
    private int turnOf(Node body, int counter, int min) {
        if (least(body) > 0) {
            node(body);
            return UNKNOWN;
        }
        int place = registers++;
        emit(Op.PLACE, place);
        node(body);
        return emit(Op.LEAVE_IF_EMPTY, place, counter, min, 0) + 4;
    }

    private void exit(int leave) {
        if (leave != UNKNOWN) {
            code[leave] = size;
        }
    }

    private void counted(Node.Repeat repeat) {
        int counter = registers++;
        emit(Op.COUNT_START, counter);
        int count = emit(
                Op.COUNT, counter, repeat.min(), repeat.max(), repeat.greed().ordinal(), 0);
        emit(Op.COUNT_TURN, counter);
        int leave = UNKNOWN;
        if (repeat.max() == UNKNOWN) {
            leave = turnOf(repeat.body(), counter, repeat.min());
        } else {
            node(repeat.body());
        }
        emit(Op.JUMP, count);
        code[count + 5] = size;
        exit(leave);
    }

    private void conditional(Node.Conditional conditional) {
        Node condition = conditional.condition();
        int otherwise;
        int height = registers++;
        if (condition == null) {
            otherwise = emit(Op.IF_MATCHED, list(conditional.groups()), 0) + 2;
        } else {
            emit(Op.HEIGHT, height);
            otherwise = emit(Op.SPLIT, size + 3, 0) + 2;
            node(condition);
            emit(Op.CUT, height);
        }
        node(conditional.yes());
        int end = emit(Op.JUMP, 0) + 1;
        code[otherwise] = size;
        node(conditional.no());
        code[end] = size;
    }

    /** How many characters a part has, if that is always the same. */
    private static int width(Node node) {
        return switch (node) {
            case Node.Empty e -> 0;
            case Node.Look l -> 0;
            case Node.Assertion a -> 0;
            case Node.Keep k -> 0;
            case Node.Literal l -> 1;
            case Node.OneOf o -> 1;
            case Node.Cluster c -> UNKNOWN;
            case Node.BackReference r -> UNKNOWN;
            case Node.Call c -> UNKNOWN;
            case Node.Conditional c -> UNKNOWN;
            case Node.Group g -> width(g.body());
            case Node.Atomic a -> width(a.body());
            case Node.Sequence s -> {
                int sum = 0;
                for (Node part : s.parts()) {
                    int width = width(part);
                    if (width == UNKNOWN || sum + width > MAX_CODE) {
                        yield UNKNOWN;
                    }
                    sum += width;
                }
                yield sum;
            }
            case Node.Alternatives a -> {
                int[] widths = a.branches().stream()
                        .mapToInt(Compiler::width)
                        .distinct()
                        .toArray();
                yield widths.length == 1 ? widths[0] : UNKNOWN;
            }
            case Node.Repeat r -> {
                int width = width(r.body());
                boolean known = width != UNKNOWN && r.min() == r.max() && (long) width * r.min() <= MAX_CODE;
                yield known ? width * r.min() : UNKNOWN;
            }
        };
    }

    /** The fewest characters a part can have, up to 1. */
    static int least(Node node) {
        return switch (node) {
            case Node.Literal l -> 1;
            case Node.OneOf o -> 1;
            case Node.Cluster c -> 1;
            case Node.Group g -> least(g.body());
            case Node.Atomic a -> least(a.body());
            case Node.Sequence s -> s.parts().stream().anyMatch(part -> least(part) > 0) ? 1 : 0;
            case Node.Alternatives a -> a.branches().stream().allMatch(branch -> least(branch) > 0) ? 1 : 0;
            case Node.Repeat r -> r.min() > 0 ? least(r.body()) : 0;
            case Node.Conditional c -> Math.min(least(c.yes()), least(c.no()));
            case Node.Empty e -> 0;
            case Node.Look l -> 0;
            case Node.Assertion a -> 0;
            case Node.Keep k -> 0;
            case Node.BackReference r -> 0;
            case Node.Call c -> 0;
        };
    }

    /** What a part can begin with, or null. */
    private static @Nullable CharSet first(Node node) {
        return switch (node) {
            case Node.Literal literal -> CharSet.of(c -> c == literal.character());
            case Node.OneOf one -> one.set();
            case Node.Group group -> first(group.body());
            case Node.Atomic atomic -> first(atomic.body());
            case Node.Repeat repeat -> repeat.min() > 0 ? first(repeat.body()) : null;
            case Node.Sequence sequence -> {
                for (Node part : sequence.parts()) {
                    if (!(part instanceof Node.Assertion) && !(part instanceof Node.Look)) {
                        yield first(part);
                    }
                }
                yield null;
            }
            case Node.Alternatives alternatives -> {
                List<CharSet> each = new ArrayList<>();
                for (Node branch : alternatives.branches()) {
                    CharSet set = first(branch);
                    if (set == null) {
                        yield null;
                    }
                    each.add(set);
                }
                CharSet[] all = each.toArray(CharSet[]::new);
                yield CharSet.of(c -> {
                    if (c >= 128 && all.length > FEW) {
                        return true;
                    }
                    for (CharSet set : all) {
                        if (set.contains(c)) {
                            return true;
                        }
                    }
                    return false;
                });
            }
            case Node.Empty e -> null;
            case Node.Cluster c -> null;
            case Node.Look l -> null;
            case Node.Assertion a -> null;
            case Node.BackReference r -> null;
            case Node.Call c -> null;
            case Node.Conditional c -> null;
            case Node.Keep k -> null;
        };
    }

    private static boolean isAtBegin(Node node) {
        return switch (node) {
            case Node.Assertion assertion -> assertion.place() == Place.TEXT_BEGIN;
            case Node.Sequence sequence -> isAtBegin(sequence.parts().getFirst());
            case Node.Group group -> isAtBegin(group.body());
            case Node.Atomic atomic -> isAtBegin(atomic.body());
            case Node.Alternatives alternatives ->
                alternatives.branches().stream().allMatch(Compiler::isAtBegin);
            case Node.Repeat r -> false;
            case Node.Empty e -> false;
            case Node.Literal l -> false;
            case Node.OneOf o -> false;
            case Node.Cluster c -> false;
            case Node.Look l -> false;
            case Node.BackReference r -> false;
            case Node.Call c -> false;
            case Node.Conditional c -> false;
            case Node.Keep k -> false;
        };
    }
}
