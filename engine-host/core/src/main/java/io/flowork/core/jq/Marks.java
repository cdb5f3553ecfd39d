package io.flowork.core.jq;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.text.Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Emits the marks by which a {@link Tracer} follows an evaluation, into programs that are compiled for it and into no
 * others. The instructions between the marks are those of the program as it is compiled otherwise, so it does the same.
 *
 * <p>A mark is {@link Op#TRACE}, what it is, and four operands: a site, a value, the extra with the box around it, and
 * the extra of its own box. In builtins written in jq only calls and their ends are marked, so that what they call has
 * its place.
 */
final class Marks {
    /** How many words a mark is. */
    static final int LENGTH = 6;

    /** A part is entered. */
    static final int ENTER = 0;
    /** A part gives an output. */
    static final int OUTPUT = 1;
    /** A function or an argument is about to be called. */
    static final int CALL = 2;
    /** As CALL, in the place of the function at work. */
    static final int LAST_CALL = 3;
    /** The body of a builtin is entered. */
    static final int ENTER_BUILTIN = 4;
    /** The body of a builtin gives an output. */
    static final int LEAVE_BUILTIN = 5;

    private static final int NONE = -1;
    private static final Open NOT_MARKED = new Open(NONE, NONE, Range.NONE);

    /**
     * A part of a program that is marked.
     *
     * @param range where it is in the program's text
     * @param function the name of the function whose body it is; null for others
     * @param names the variables in scope, without {@code $}, innermost first
     * @param levels how many functions further out each is
     * @param registers where each is
     */
    @SuppressWarnings("ArrayRecordComponent") // written once, read at each mark
    record Site(Range range, @Nullable String function, String[] names, int[] levels, int[] registers) {}

    /**
     * A part that is being compiled.
     *
     * @param box the extra with its box, or -1 if it is not marked
     * @param around the extra with the box around it
     * @param rangeAround the part around it
     */
    record Open(int box, int around, Range rangeAround) {}

    private final Emitter out;
    private final boolean on;
    private final boolean quiet;
    private final Deque<Integer> last = new ArrayDeque<>();
    private int root = NONE;
    private int box = NONE;
    private Range range = Range.NONE;

    Marks(Emitter out) {
        this.out = out;
        this.on = out.context().isFollowed();
        this.quiet = !out.context().isProgram();
    }

    /** Marks the start of a function. */
    void begin(@Nullable String name, Range body, int input, @Nullable Scope scope) {
        if (!on) {
            return;
        }
        root = out.extra();
        box = root;
        range = body;
        if (quiet) {
            out.emit(Op.TRACE, ENTER_BUILTIN, 0, input, NONE, root);
        } else {
            out.emit(Op.TRACE, ENTER, site(body, name, scope), input, NONE, root);
        }
    }

    /** Marks the start of a part, if it is worth a stop and not the same as the one around it. */
    Open enter(Filter filter, int input, @Nullable Scope scope) {
        return isWorthAStop(filter) ? enterAny(filter, input, scope) : NOT_MARKED;
    }

    /** Marks the start of a part, if it is not the same as the one around it. */
    Open enterAny(Filter filter, int input, @Nullable Scope scope) {
        if (!on || quiet || filter.range().equals(range)) {
            return NOT_MARKED;
        }
        Open open = new Open(out.extra(), box, range);
        out.emit(Op.TRACE, ENTER, site(filter.range(), null, scope), input, box, open.box);
        box = open.box;
        range = filter.range();
        return open;
    }

    /** Marks the end of a part: it gives an output. */
    void leave(Open open, int output) {
        if (open.box >= 0) {
            out.emit(Op.TRACE, OUTPUT, 0, output, NONE, open.box);
            close(open);
        }
    }

    private void close(Open open) {
        box = open.around;
        range = open.rangeAround;
    }

    /** Marks the start of a part whose outputs are those of the function. */
    Open enterLast(Filter filter, int input, @Nullable Scope scope) {
        Open open = enterAny(filter, input, scope);
        if (open.box >= 0) {
            last.push(open.box);
        }
        return open;
    }

    /** After all of a part whose outputs are those of the function. */
    void leaveLast(Open open) {
        if (open.box >= 0) {
            var _ = last.pop();
            close(open);
        }
    }

    /** Marks an output of the function. */
    void giveBack(int output) {
        if (!on) {
            return;
        }
        for (int part : last) {
            out.emit(Op.TRACE, OUTPUT, 0, output, NONE, part);
        }
        out.emit(Op.TRACE, quiet ? LEAVE_BUILTIN : OUTPUT, 0, output, NONE, root);
    }

    /** Marks a call. */
    void call(boolean lastCall) {
        if (on) {
            out.emit(Op.TRACE, lastCall ? LAST_CALL : CALL, 0, 0, root, box);
        }
    }

    private static boolean isWorthAStop(Filter filter) {
        return switch (filter) {
            case Filter.Identity f -> false;
            case Filter.Literal f -> false;
            case Filter.Variable f -> false;
            case Filter.Location f -> false;
            case Filter.Missing f -> false;
            case Filter.Pipe f -> false;
            case Filter.Comma f -> false;
            case Filter.Bind f -> false;
            case Filter.Define f -> false;
            case Filter.Label f -> false;
            case Filter.RecurseDefault f -> true;
            case Filter.Text f -> true;
            case Filter.Format f -> true;
            case Filter.Index f -> true;
            case Filter.Slice f -> true;
            case Filter.Iterate f -> true;
            case Filter.Binary f -> true;
            case Filter.Assign f -> true;
            case Filter.Negate f -> true;
            case Filter.ArrayOf f -> f.body() != null;
            case Filter.ObjectOf f -> !f.entries().isEmpty();
            case Filter.If f -> true;
            case Filter.Try f -> true;
            case Filter.Reduce f -> true;
            case Filter.Foreach f -> true;
            case Filter.Call f -> true;
            case Filter.Break f -> true;
        };
    }

    private int site(Range at, @Nullable String function, @Nullable Scope scope) {
        Map<String, Scope.Local> visible = new LinkedHashMap<>();
        for (Scope s = scope; s != null; s = s.outer()) {
            if (s.binding() instanceof Scope.Local local && local.name().startsWith("$")) {
                visible.putIfAbsent(local.name().substring(1), local);
            }
        }
        List<Scope.Local> locals = new ArrayList<>(visible.values());
        int[] levels = new int[locals.size()];
        int[] registers = new int[locals.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = out.levelOf(locals.get(i).owner());
            registers[i] = locals.get(i).register();
        }
        return out.reference(new Site(at, function, visible.keySet().toArray(String[]::new), levels, registers));
    }
}
