package io.flowork.core.regex;

import io.flowork.core.regex.Node.Greed;
import io.flowork.core.regex.Node.Place;
import java.util.Arrays;

/**
 * Searches a text for a pattern, from several places if asked, by one thread.
 *
 * <p>What could be tried again lies on a stack, and between it what has to be undone on the way there.
 */
@SuppressWarnings("EnumOrdinal") // the words of instructions are numbers, which never leave the process
public final class Matcher {
    private static final int UNSET = -1;

    /** The stack's entries are of three words: the kind, or the instruction to go on at, and what belongs to it. */
    private static final int WORDS = 3;

    /** Gives a register its earlier value. [kind, register, value] */
    private static final int UNDO = -1;

    /** Gives a greedy repetition's last character back, or a lazy one another: then [kind, place, how many at most]. [-2 - instruction, least place, place] */
    private static final int SHORTER = -2;

    /** Entries lie in pieces of this many, so that the stack grows without being copied; the first piece is smaller. */
    private static final int PIECE_BITS = 14;

    private static final int FIRST = 64;

    /** Steps are reported in portions of this many. */
    private static final int PORTION = 64;

    private static final Place[] PLACES = Place.values();

    private final Program program;
    private final int[] code;
    private final int[] text;
    private final Work work;
    private final int[] registers;
    private final int own;
    private int[][] stack = new int[1][WORDS * FIRST];
    private int height;
    private int[] frames = new int[0];
    private int framesUsed;
    private int steps;
    private int place;
    private int searchBegin;
    private int begin;
    private int[] best = new int[0];

    Matcher(Program program, int[] text, Work work) {
        this.program = program;
        this.code = program.code();
        this.text = text;
        this.work = work;
        this.registers = new int[program.registers()];
        this.own = (program.groups() + 1) * 2;
        work.bytes(registers.length * 4L + FIRST * WORDS * 4L + 128);
    }

    /** Whether there is a match that begins at this place or after it. */
    public boolean find(int from) {
        searchBegin = from;
        best = new int[0];
        CharSet first = program.first();
        int last = program.atBegin() ? Math.min(0, text.length) : text.length;
        for (int at = from; at <= last; at++) {
            step();
            if (first != null && (at == text.length || !first.contains(text[at]))) {
                continue;
            }
            if (matchAt(at) && !program.longest()) {
                return true;
            }
        }
        if (best.length == 0) {
            return false;
        }
        System.arraycopy(best, 0, registers, 0, best.length);
        return true;
    }

    /** Where a group's match begins, or -1; 0 is the whole match. */
    public int start(int group) {
        // a match that begins where it was told to, in a look ahead, may do so after its end
        return end(group) == UNSET ? UNSET : Math.min(registers[group * 2], end(group));
    }

    /** Where a group's match ends, or -1. */
    public int end(int group) {
        return registers[group * 2 + 1];
    }

    private void step() {
        if (++steps == PORTION) {
            steps = 0;
            work.steps(PORTION);
        }
    }

    /** Counts work on many registers at once. */
    private void many(int words) {
        if (words >= PORTION) {
            work.steps(words / PORTION);
        }
    }

    private void push(int kind, int first, int second) {
        int[] piece = piece(height);
        int at = offset(height);
        piece[at] = kind;
        piece[at + 1] = first;
        piece[at + 2] = second;
        height++;
    }

    /** The piece of the stack with an entry, made if it is not there yet. */
    private int[] piece(int entry) {
        int index = entry >>> PIECE_BITS;
        if (index == 0) {
            if (entry * WORDS >= stack[0].length) {
                work.bytes(stack[0].length * 8L);
                stack[0] = Arrays.copyOf(stack[0], stack[0].length * 2);
            }
            return stack[0];
        }
        if (index == stack.length) {
            stack = Arrays.copyOf(stack, stack.length * 2);
        }
        if (stack[index] == null) {
            work.bytes((4L * WORDS) << PIECE_BITS);
            stack[index] = new int[WORDS << PIECE_BITS];
        }
        return stack[index];
    }

    private static int offset(int entry) {
        return (entry & ((1 << PIECE_BITS) - 1)) * WORDS;
    }

    private void set(int register, int value) {
        push(UNDO, register, registers[register]);
        registers[register] = value;
    }

    private boolean matchAt(int from) {
        many(own);
        Arrays.fill(registers, 0, own, UNSET);
        registers[own + Op.FRAME] = UNSET;
        registers[0] = from;
        height = 0;
        framesUsed = 0;
        begin = from;
        return run(from);
    }

    private boolean run(int from) {
        int p = 0;
        int at = from;
        while (true) {
            step();
            boolean fine = true;
            switch (code[p]) {
                case Op.MATCH -> {
                    if (matched(at)) {
                        return true;
                    }
                    fine = false;
                }
                case Op.CHAR -> {
                    fine = at < text.length && text[at] == code[p + 1];
                    at++;
                    p += 2;
                }
                case Op.SET -> {
                    fine = at < text.length && program.sets().get(code[p + 1]).contains(text[at]);
                    at++;
                    p += 2;
                }
                case Op.SPLIT -> {
                    push(code[p + 2], at, 0);
                    p = code[p + 1];
                }
                case Op.JUMP -> p = code[p + 1];
                case Op.GROUP_START -> {
                    set(code[p + 1] * 2 + 1, UNSET);
                    set(code[p + 1] * 2, at);
                    p += 2;
                }
                case Op.GROUP_END -> {
                    set(code[p + 1] * 2 + 1, at);
                    p += 2;
                }
                case Op.GROUP_BEGAN -> {
                    set(code[p + 1] * 2, registers[code[p + 2]]);
                    p += 3;
                }
                case Op.ASSERT -> {
                    fine = holds(PLACES[code[p + 1]], at);
                    p += 2;
                }
                case Op.REPEAT -> {
                    at = repeat(p, at);
                    fine = at != UNSET;
                    p += 6;
                }
                case Op.HEIGHT -> {
                    // the entry that restores the register is below the height
                    set(code[p + 1], height + 1);
                    p += 2;
                }
                case Op.CUT -> {
                    cut(registers[code[p + 1]]);
                    p += 2;
                }
                case Op.UNWIND -> {
                    unwind(registers[code[p + 1]]);
                    fine = false;
                }
                case Op.PLACE -> {
                    set(code[p + 1], at);
                    p += 2;
                }
                case Op.RETURN_TO -> {
                    at = registers[code[p + 1]];
                    p += 2;
                }
                case Op.AT_PLACE -> {
                    fine = at == registers[code[p + 1]];
                    p += 2;
                }
                case Op.BACK -> {
                    at -= code[p + 1];
                    fine = at >= 0;
                    p += 2;
                }
                case Op.REFERENCE -> {
                    at = reference(program.lists().get(code[p + 1]), code[p + 2] == 1, at);
                    fine = at != UNSET;
                    p += 3;
                }
                case Op.COUNT_START -> {
                    set(code[p + 1], 0);
                    p += 2;
                }
                case Op.COUNT -> p = count(p, at);
                case Op.COUNT_TURN -> {
                    set(code[p + 1], registers[code[p + 1]] + 1);
                    p += 2;
                }
                case Op.LEAVE_IF_EMPTY -> {
                    boolean enough = code[p + 3] == 0 || registers[code[p + 2]] >= code[p + 3];
                    p = enough && registers[code[p + 1]] == at ? code[p + 4] : p + 5;
                }
                case Op.CALL -> {
                    call(p + 2);
                    p = code[p + 1];
                }
                case Op.RETURN -> p = leave();
                case Op.KEEP -> {
                    set(0, at);
                    p += 1;
                }
                case Op.IF_MATCHED -> p = isMatched(program.lists().get(code[p + 1])) ? p + 3 : code[p + 2];
                case Op.CLUSTER -> {
                    at = cluster(at);
                    fine = at != UNSET;
                    p += 1;
                }
                default -> throw new IllegalStateException("no instruction " + code[p]);
            }
            if (!fine) {
                p = retry();
                if (p == UNSET) {
                    return false;
                }
                at = place;
            }
        }
    }

    /** Takes what to try next from the stack: returns the instruction and sets the place; -1 if nothing is left. */
    private int retry() {
        while (height > 0) {
            step();
            height--;
            int[] piece = stack[height >>> PIECE_BITS];
            int entry = offset(height);
            int kind = piece[entry];
            if (kind >= 0) {
                place = piece[entry + 1];
                return kind;
            }
            if (kind == UNDO) {
                registers[piece[entry + 1]] = piece[entry + 2];
                continue;
            }
            int instruction = SHORTER - kind;
            boolean lazy = code[instruction + 5] == Greed.LAZY.ordinal();
            if (lazy ? longer(instruction, piece, entry) : shorter(piece, entry)) {
                return instruction + 6;
            }
        }
        return UNSET;
    }

    /** Takes back one more character of a greedy repetition; the entry stays while more can be taken back. */
    private boolean shorter(int[] piece, int entry) {
        place = piece[entry + 2] - 1;
        if (place > piece[entry + 1]) {
            piece[entry + 2] = place;
            height++;
        }
        return true;
    }

    /** Adds one more character to a lazy repetition, if there is one that fits. */
    private boolean longer(int instruction, int[] piece, int entry) {
        int at = piece[entry + 1];
        int left = piece[entry + 2];
        if (at >= text.length || !repeats(instruction, text[at])) {
            return false;
        }
        place = at + 1;
        if (left != 1) {
            piece[entry + 1] = place;
            piece[entry + 2] = left - 1;
            height++;
        }
        return true;
    }

    private boolean matched(int at) {
        if (program.notEmpty() && at == begin) {
            return false;
        }
        if (program.longest()) {
            if (best.length == 0 || at - begin > best[1] - best[own]) {
                registers[1] = at;
                many(own);
                best = Arrays.copyOf(registers, own + 1);
                best[own] = begin;
            }
            return false;
        }
        registers[1] = at;
        return true;
    }

    private boolean repeats(int p, int c) {
        return code[p + 1] == 0
                ? code[p + 2] == c
                : program.sets().get(code[p + 2]).contains(c);
    }

    private int repeat(int p, int from) {
        int min = code[p + 3];
        int max = code[p + 4];
        boolean lazy = code[p + 5] == Greed.LAZY.ordinal();
        int most = lazy ? min : max == UNSET ? Integer.MAX_VALUE : max;
        int end = (int) Math.min(text.length, (long) from + most);
        int at = from;
        boolean set = code[p + 1] == 1;
        int c = code[p + 2];
        if (set) {
            CharSet members = program.sets().get(c);
            while (at < end && members.contains(text[at])) {
                at++;
                portion(at);
            }
        } else {
            while (at < end && text[at] == c) {
                at++;
                portion(at);
            }
        }
        if (at - from < min) {
            return UNSET;
        }
        if (lazy) {
            if (max == UNSET || max > min) {
                push(SHORTER - p, at, max == UNSET ? Integer.MAX_VALUE : max - min);
            }
        } else if (code[p + 5] == Greed.GREEDY.ordinal() && at > from + min) {
            push(SHORTER - p, from + min, at);
        }
        return at;
    }

    /** Counts a step for each eighth character of a quick loop. */
    private void portion(int at) {
        if ((at & 7) == 7) {
            step();
        }
    }

    private int count(int p, int at) {
        int turns = registers[code[p + 1]];
        int turn = p + 6;
        int exit = code[p + 5];
        if (turns < code[p + 2]) {
            return turn;
        }
        if (code[p + 3] != UNSET && turns >= code[p + 3]) {
            return exit;
        }
        boolean lazy = code[p + 4] == Greed.LAZY.ordinal();
        push(lazy ? turn : exit, at, 0);
        return lazy ? exit : turn;
    }

    /** Forgets what could be tried again above a height; what has to be undone stays. */
    private void cut(int above) {
        int to = above;
        for (int i = above; i < height; i++) {
            step();
            int[] piece = stack[i >>> PIECE_BITS];
            if (piece[offset(i)] == UNDO) {
                System.arraycopy(piece, offset(i), stack[to >>> PIECE_BITS], offset(to), WORDS);
                to++;
            }
        }
        height = to;
    }

    private void unwind(int above) {
        while (height > above) {
            step();
            height--;
            int[] piece = stack[height >>> PIECE_BITS];
            int entry = offset(height);
            if (piece[entry] == UNDO) {
                registers[piece[entry + 1]] = piece[entry + 2];
            }
        }
    }

    /** A frame: where to return to, the caller's frame, and the registers of loops, which a call uses anew. */
    private void call(int back) {
        int kept = registers.length - own - Op.OWN;
        many(kept);
        int needed = framesUsed + 2 + kept;
        if (needed > frames.length) {
            int grown = Math.max(needed, frames.length * 2 + 64);
            work.bytes(grown * 4L);
            frames = Arrays.copyOf(frames, grown);
        }
        frames[framesUsed] = back;
        frames[framesUsed + 1] = registers[own + Op.FRAME];
        System.arraycopy(registers, own + Op.OWN, frames, framesUsed + 2, kept);
        set(own + Op.FRAME, framesUsed);
        framesUsed = needed;
    }

    private int leave() {
        int frame = registers[own + Op.FRAME];
        int kept = registers.length - own - Op.OWN;
        many(kept);
        for (int i = 0; i < kept; i++) {
            if (registers[own + Op.OWN + i] != frames[frame + 2 + i]) {
                set(own + Op.OWN + i, frames[frame + 2 + i]);
            }
        }
        set(own + Op.FRAME, frames[frame + 1]);
        return frames[frame];
    }

    private boolean isMatched(int[] groups) {
        for (int group : groups) {
            if (end(group) != UNSET) {
                return true;
            }
        }
        return false;
    }

    private int reference(int[] groups, boolean ignoreCase, int from) {
        for (int group : groups) {
            if (end(group) != UNSET) {
                int at = from;
                for (int i = registers[group * 2]; i < end(group); i++) {
                    portion(at);
                    if (at >= text.length || !same(text[i], text[at], ignoreCase)) {
                        return UNSET;
                    }
                    at++;
                }
                return at;
            }
        }
        return UNSET;
    }

    private static boolean same(int one, int other, boolean ignoreCase) {
        return one == other || (ignoreCase && CaseFolding.fold(one) == CaseFolding.fold(other));
    }

    private boolean holds(Place place, int at) {
        return switch (place) {
            case TEXT_BEGIN -> at == 0;
            case TEXT_END -> at == text.length;
            case TEXT_END_OR_LAST_LINE_FEED -> at == text.length || (at == text.length - 1 && text[at] == '\n');
            case LINE_BEGIN -> at == 0 || (text[at - 1] == '\n' && at < text.length);
            case LINE_END -> at == text.length || text[at] == '\n';
            case WORD_BOUNDARY -> isBoundary(at);
            case NOT_WORD_BOUNDARY -> !isBoundary(at);
            case SEARCH_BEGIN -> at == searchBegin;
        };
    }

    private boolean isBoundary(int at) {
        boolean before = at > 0 && Properties.WORD.test(text[at - 1]);
        boolean after = at < text.length && Properties.WORD.test(text[at]);
        return before != after;
    }

    private int cluster(int from) {
        return from == text.length ? UNSET : Clusters.end(text, from);
    }
}
