package io.flowork.core.jq;

import io.flowork.core.jq.JqException.Kind;
import io.flowork.grammar.jq.Operator;
import io.flowork.grammar.json.DepthException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs compiled programs.
 *
 * <p>A machine is used again for many evaluations, by one thread at a time; it keeps its stacks. It never uses more of
 * the host's stack, however deep a program recurses.
 */
public final class JqMachine {
    private static final JqException.Kind DEPTH = Kind.DEPTH;

    /** What an argument of a call keeps alive; counted where the depth of calls does not bound their number. */
    private static final long CLOSURE_BYTES = 100;

    private final Meter meter;
    private final Forks forks;
    private int depthLimit;
    private Variables variables = Variables.NONE;
    private @Nullable Frame idle;
    private Frame frame;
    private int place;
    private boolean backtrack;
    private JsonValue caught = JsonNull.NULL;

    /** Follows the evaluations of programs that were compiled for it. */
    private @Nullable Tracer tracer;

    /** A machine with limits for each evaluation. */
    public JqMachine(JqLimits limits) {
        this(limits, new Interrupt());
    }

    /**
     * A machine with limits for each evaluation.
     *
     * @param interrupt stops the running evaluation when raised; who raises it also clears it
     */
    public JqMachine(JqLimits limits, Interrupt interrupt) {
        this.meter = new Meter(limits, interrupt);
        this.forks = new Forks(limits.forks());
        this.depthLimit = limits.depth();
        this.frame = new Frame(new Code(), null, Closure.NONE, null, 0, 0, 0, 0);
    }

    /**
     * Sets the budgets of the evaluations from now on.
     *
     * @param each the limits of each
     * @param steps what is left for all of them together
     * @param bytes what is left for all of them together
     */
    public void budget(JqLimits each, long steps, long bytes) {
        meter.budget(each, steps, bytes);
        forks.limit(each.forks());
        depthLimit = each.depth();
    }

    /** What stops this machine's evaluations. */
    public Interrupt interrupt() {
        return meter.interrupt();
    }

    /** The steps of the last evaluation. */
    public long stepsUsed() {
        return meter.stepsUsed();
    }

    /** The bytes of the last evaluation. */
    public long bytesUsed() {
        return meter.bytesUsed();
    }

    /** Who follows the evaluations from now on, if anybody. */
    void follow(@Nullable Tracer follower) {
        tracer = follower;
    }

    void collected(JsonValue output) {
        meter.bytes(24);
        meter.weighed(output);
    }

    /** Starts an evaluation; returns its first output, or null if it has none. */
    @Nullable
    JsonValue start(Code code, JsonValue input, Variables globals) {
        meter.reset();
        forks.cut(0);
        variables = globals;
        Frame last = idle;
        if (last == null || last.code != code) {
            last = new Frame(code, null, Closure.NONE, null, 0, 0, 0, 0);
            idle = last;
        }
        last.values[0] = input;
        frame = last;
        place = 0;
        backtrack = false;
        return run();
    }

    /** The next output, or null if there are no more. */
    @Nullable
    JsonValue next() {
        if (forks.size() == 0) {
            return null;
        }
        backtrack = true;
        return run();
    }

    private @Nullable JsonValue run() {
        while (true) {
            try {
                return step();
            } catch (JqException e) {
                locate(e);
                Tracer follower = tracer;
                if (follower != null) {
                    follower.raised(e);
                }
                if (e.kind() != Kind.ERROR || !handle(e.value())) {
                    forks.cut(0);
                    throw e;
                }
            } catch (DepthException e) {
                JqException stopped = JqException.stopped(DEPTH, "The expression made a value " + e.getMessage());
                locate(stopped);
                if (tracer != null) {
                    tracer.raised(stopped);
                }
                forks.cut(0);
                throw stopped;
            } catch (JqBugException e) {
                forks.cut(0);
                Range here = here();
                throw here == null ? e : e.at(here);
            }
        }
    }

    private void locate(JqException e) {
        Range here = here();
        if (here != null) {
            e.at(here);
        }
    }

    /** The part of the program that is being run, or null where the program has none for it. */
    private @Nullable Range here() {
        Frame at = frame;
        int instruction = place;
        int[] instructions = at.code.instructions;
        while (instruction < instructions.length && instructions[instruction] == Op.TRACE) {
            instruction += Marks.LENGTH; // a mark does nothing: what comes after it does
        }
        while (!at.code.fromProgram) {
            Frame caller = at.caller;
            if (caller == null) {
                return null;
            }
            instruction = at.returnTo - 1;
            at = caller;
        }
        Range[] ranges = at.code.ranges;
        return instruction >= 0 && instruction < ranges.length ? ranges[instruction] : null;
    }

    /** Goes to the handler of the innermost running {@code try}; false if there is none. */
    private boolean handle(JsonValue error) {
        int left = 0;
        while (forks.size() > 0) {
            byte kind = forks.kind();
            if (kind == Forks.LEFT) {
                left++;
            } else if (kind == Forks.TRY && left > 0) {
                left--;
            } else if (kind == Forks.TRY) {
                frame = forks.frame();
                place = forks.place();
                caught = error;
                backtrack = false;
                forks.pop();
                return true;
            }
            forks.pop();
        }
        return false;
    }

    /** Runs until the next output, the end, or an exception, for which {@link #place} says where it is. */
    private @Nullable JsonValue step() {
        Frame f = frame;
        int p = place;
        boolean back = backtrack;
        JsonValue[] v = f.values;
        int[] c = f.code.instructions;
        JsonValue[] k = f.code.constants;
        try {
            while (true) {
                long state = -1;
                if (back) {
                    if (forks.size() == 0) {
                        return null;
                    }
                    byte kind = forks.kind();
                    if (kind >= Forks.TRY) {
                        forks.pop();
                        continue;
                    }
                    Frame again = forks.frame();
                    if (again != f) {
                        f = again;
                        v = f.values;
                        c = f.code.instructions;
                        k = f.code.constants;
                    }
                    p = forks.place();
                    if (kind == Forks.AGAIN) {
                        state = forks.state();
                    } else {
                        forks.pop();
                    }
                    back = false;
                }
                meter.step();
                switch (c[p]) {
                    case Op.MOVE -> {
                        v[c[p + 2]] = at(v, k, c[p + 1]);
                        p += 3;
                    }
                    case Op.MOVE_EXTRA -> {
                        f.extras[c[p + 2]] = f.extras[c[p + 1]];
                        p += 3;
                    }
                    case Op.OUTER -> {
                        v[c[p + 3]] = f.outer(c[p + 1]).values[c[p + 2]];
                        p += 4;
                    }
                    case Op.GLOBAL -> {
                        v[c[p + 2]] = variables.get(c[p + 1]);
                        p += 3;
                    }
                    case Op.JUMP -> p = c[p + 1];
                    case Op.JUMP_IF_FALSE -> p = Types.isTrue(at(v, k, c[p + 1])) ? p + 3 : c[p + 2];
                    case Op.JUMP_IF_TRUE -> p = Types.isTrue(at(v, k, c[p + 1])) ? c[p + 2] : p + 3;
                    case Op.TRUTH -> {
                        v[c[p + 2]] = JsonBoolean.of(Types.isTrue(at(v, k, c[p + 1])));
                        p += 3;
                    }
                    case Op.FORK -> {
                        forks.push(Forks.RESUME, f, c[p + 1], 0);
                        p += 2;
                    }
                    case Op.MARK -> {
                        f.extras[c[p + 2]] = forks.size();
                        forks.push(Forks.RESUME, f, c[p + 1], 0);
                        p += 3;
                    }
                    case Op.CUT -> {
                        forks.cut(mark(f.outer(c[p + 1]), c[p + 2]));
                        p += 3;
                    }
                    case Op.BACKTRACK -> back = true;
                    case Op.TRY -> {
                        forks.push(Forks.TRY, f, c[p + 1], 0);
                        p += 2;
                    }
                    case Op.TRY_END -> {
                        if (forks.isTry(f, c[p + 1])) {
                            forks.cut(forks.size() - 1);
                        } else {
                            forks.push(Forks.LEFT, f, 0, 0);
                        }
                        p += 2;
                    }
                    case Op.CATCH -> {
                        v[c[p + 1]] = caught;
                        p += 2;
                    }
                    case Op.CALL, Op.TAIL_CALL, Op.CALL_ARGUMENT, Op.TAIL_CALL_ARGUMENT -> {
                        f = enter(f, p);
                        p = 0;
                        v = f.values;
                        c = f.code.instructions;
                        k = f.code.constants;
                    }
                    case Op.RETURN, Op.RETURN_PATH -> {
                        JsonValue result = at(v, k, c[p + 1]);
                        Frame caller = f.caller;
                        if (caller == null) {
                            return result;
                        }
                        caller.values[f.target] = result;
                        if (f.pathTarget >= 0) {
                            caller.extras[f.pathTarget] = f.extras[c[p + 2]];
                        }
                        p = f.returnTo;
                        f = caller;
                        v = f.values;
                        c = f.code.instructions;
                        k = f.code.constants;
                    }
                    case Op.NATIVE -> {
                        v[c[p + 6]] = call(f, v, k, c, p);
                        p += 7;
                    }
                    case Op.INDEX -> {
                        JsonValue found = index(at(v, k, c[p + 1]), at(v, k, c[p + 2]), c[p + 4]);
                        if (found == null) {
                            back = true;
                        } else {
                            v[c[p + 3]] = found;
                            p += 5;
                        }
                    }
                    case Op.FIELDS -> {
                        JsonValue found = at(v, k, c[p + 1]);
                        for (String key : (String[]) f.code.references[c[p + 2]]) {
                            found = Access.field(found, key);
                        }
                        v[c[p + 3]] = found;
                        p += 4;
                    }
                    case Op.SLICE -> {
                        JsonValue found = slice(f, p);
                        if (found == null) {
                            back = true;
                        } else {
                            v[c[p + 4]] = found;
                            p += 6;
                        }
                    }
                    case Op.EACH -> {
                        if (each(f, p, state)) {
                            p += 5;
                        } else {
                            back = true;
                        }
                    }
                    case Op.RANGE -> {
                        if (range(f, p, state)) {
                            p += 4;
                        } else {
                            back = true;
                        }
                    }
                    case Op.COLLECT -> {
                        f.extras[c[p + 1]] = new JsonArray.Builder();
                        p += 2;
                    }
                    case Op.APPEND -> {
                        meter.bytes(16);
                        builder(f, c[p + 1]).add(at(v, k, c[p + 2]));
                        back = true;
                    }
                    case Op.COLLECTED -> {
                        v[c[p + 2]] = meter.weighed(builder(f, c[p + 1]).build());
                        f.extras[c[p + 1]] = null;
                        p += 3;
                    }
                    case Op.OBJECT -> {
                        v[c[p + 1]] = object(v, k, c, p);
                        p += 3 + c[p + 2] * 2;
                    }
                    case Op.RECORD -> {
                        String[] keys = (String[]) f.code.references[c[p + 1]];
                        v[c[p + 2]] = members(keys, v, k, c, p + 3);
                        p += 3 + keys.length;
                    }
                    case Op.CONCAT -> {
                        v[c[p + 1]] = concat(v, k, c, p);
                        p += 3 + c[p + 2];
                    }
                    case Op.ADD -> {
                        v[c[p + 3]] = Operators.add(meter, at(v, k, c[p + 1]), at(v, k, c[p + 2]));
                        p += 4;
                    }
                    case Op.ARITHMETIC -> {
                        v[c[p + 4]] = Operators.arithmetic(
                                meter, (Operator) f.code.references[c[p + 1]], at(v, k, c[p + 2]), at(v, k, c[p + 3]));
                        p += 5;
                    }
                    case Op.COMPARE -> {
                        v[c[p + 4]] = JsonBoolean.of(Operators.compare(
                                meter, (Operator) f.code.references[c[p + 1]], at(v, k, c[p + 2]), at(v, k, c[p + 3])));
                        p += 5;
                    }
                    case Op.RAISE -> throw JqException.error(at(v, k, c[p + 1]));
                    case Op.PATH_BEGIN -> {
                        f.extras[c[p + 2]] = PathNode.root(at(v, k, c[p + 1]));
                        p += 3;
                    }
                    case Op.PATH_END -> {
                        v[c[p + 3]] = pathEnd(at(v, k, c[p + 1]), path(f, c[p + 2]));
                        p += 4;
                    }
                    case Op.PATH_INDEX -> {
                        if (pathIndex(f, p)) {
                            p += 7;
                        } else {
                            back = true;
                        }
                    }
                    case Op.PATH_SLICE -> {
                        if (pathSlice(f, p)) {
                            p += 8;
                        } else {
                            back = true;
                        }
                    }
                    case Op.PATH_EACH -> {
                        if (pathEach(f, p, state)) {
                            p += 7;
                        } else {
                            back = true;
                        }
                    }
                    case Op.PATH_GET -> {
                        pathGet(f, p);
                        p += 6;
                    }
                    case Op.TRACE -> {
                        tell(f, p);
                        p += Marks.LENGTH;
                    }
                    default -> throw new IllegalStateException("instruction " + c[p]);
                }
            }
        } catch (JqException | DepthException | JqBugException e) {
            // Only now: kept in fields all the time, they would cost more than most instructions.
            place = p;
            frame = f;
            throw e;
        }
    }

    private void tell(Frame f, int p) {
        meter.unstep();
        Tracer follower = tracer;
        if (follower == null) {
            throw new IllegalStateException("a program compiled to be followed, and nobody follows it");
        }
        follower.mark(f, p);
    }

    private static JsonValue at(JsonValue[] values, JsonValue[] constants, int operand) {
        return operand >= 0 ? values[operand] : constants[~operand];
    }

    static JsonValue at(Frame f, int operand) {
        return at(f.values, f.code.constants, operand);
    }

    private static int mark(Frame f, int extra) {
        if (f.extras[extra] instanceof Integer mark) {
            return mark;
        }
        throw new IllegalStateException("no mark");
    }

    private static JsonArray.Builder builder(Frame f, int extra) {
        if (f.extras[extra] instanceof JsonArray.Builder builder) {
            return builder;
        }
        throw new IllegalStateException("no builder");
    }

    private static PathNode path(Frame f, int extra) {
        if (f.extras[extra] instanceof PathNode path) {
            return path;
        }
        throw new IllegalStateException("no path");
    }

    private Frame enter(Frame f, int p) {
        int[] c = f.code.instructions;
        boolean argument = c[p] == Op.CALL_ARGUMENT || c[p] == Op.TAIL_CALL_ARGUMENT;
        boolean last = c[p] == Op.TAIL_CALL || c[p] == Op.TAIL_CALL_ARGUMENT;
        JsonValue input = at(f, c[p + 3]);
        int inputPath = c[p + 4];
        Code code;
        Frame parent;
        Closure[] arguments = Closure.NONE;
        int after = p + 7;
        if (argument) {
            Closure closure = f.outer(c[p + 1]).arguments[c[p + 2]];
            code = inputPath >= 0 ? closure.filter().paths() : closure.filter().values();
            parent = closure.frame();
        } else {
            code = (Code) f.code.references[c[p + 1]];
            parent = c[p + 2] < 0 ? null : f.outer(c[p + 2]);
            int count = c[p + 7];
            after = p + 8 + count * 3;
            if (count > 0) {
                arguments = new Closure[count];
                meter.bytes(last ? count * CLOSURE_BYTES : 0);
                for (int i = 0; i < count; i++) {
                    int word = p + 8 + i * 3;
                    arguments[i] = c[word] == 1
                            ? f.outer(c[word + 1]).arguments[c[word + 2]]
                            : new Closure((Argument) f.code.references[c[word + 1]], f);
                }
            }
        }
        int depth = last ? f.depth : f.depth + 1;
        if (depth > depthLimit) {
            throw JqException.stopped(
                    DEPTH, "The expression called functions more than " + depthLimit + " deep and was stopped");
        }
        Frame called = last && f.caller != null
                ? new Frame(code, parent, arguments, f.caller, f.returnTo, f.target, f.pathTarget, depth)
                : last
                        ? new Frame(code, parent, arguments, null, 0, 0, -1, depth)
                        : new Frame(code, parent, arguments, f, after, c[p + 5], c[p + 6], depth);
        called.values[0] = input;
        if (inputPath >= 0) {
            called.extras[0] = f.extras[inputPath];
        }
        return called;
    }

    private JsonValue call(Frame f, JsonValue[] v, JsonValue[] k, int[] c, int p) {
        Native builtin = (Native) f.code.references[c[p + 1]];
        JsonValue input = at(v, k, c[p + 2]);
        JsonValue first = at(v, k, c[p + 3]);
        JsonValue second = at(v, k, c[p + 4]);
        if (!builtin.secrets() && (input instanceof JsonSecret || first instanceof JsonSecret)) {
            throw Types.secret();
        }
        meter.text(input);
        meter.text(first);
        try {
            return builtin.body().apply(meter, input, first, second, at(v, k, c[p + 5]));
        } catch (JqException | DepthException e) {
            throw e;
        } catch (RuntimeException e) { // a bug of ours, which is to say whose
            throw new JqBugException(builtin.name(), e);
        }
    }

    private @Nullable JsonValue index(JsonValue value, JsonValue key, int optional) {
        if (optional == 0) {
            return Access.get(meter, value, key);
        }
        try {
            return Access.get(meter, value, key);
        } catch (JqException e) {
            if (e.kind() != Kind.ERROR) {
                throw e;
            }
            return null;
        }
    }

    private @Nullable JsonValue slice(Frame f, int p) {
        int[] c = f.code.instructions;
        JsonValue value = at(f, c[p + 1]);
        if (c[p + 5] == 0) {
            return Access.slice(meter, value, at(f, c[p + 2]), at(f, c[p + 3]));
        }
        return index(value, Access.sliceKey(at(f, c[p + 2]), at(f, c[p + 3])), 1);
    }

    private boolean each(Frame f, int p, long state) {
        int[] c = f.code.instructions;
        JsonValue value = at(f, c[p + 1]);
        if (value instanceof JsonArray array) {
            int i = state < 0 ? 0 : (int) state;
            if (i >= array.size()) {
                return false;
            }
            forks.again(f, p, state, i + 1L, i + 1 < array.size());
            f.values[c[p + 3]] = array.get(i);
            return true;
        }
        Iterator<?> members = members(f, value, c[p + 2], state < 0, c[p + 4] == 1);
        if (members == null || !members.hasNext()) {
            return false;
        }
        JsonObject.Member member = (JsonObject.Member) members.next();
        forks.again(f, p, state, 1, members.hasNext());
        f.values[c[p + 3]] = member.value();
        return true;
    }

    private static @Nullable Iterator<?> members(Frame f, JsonValue value, int extra, boolean start, boolean optional) {
        if (!start) {
            return (Iterator<?>) f.extras[extra];
        }
        if (value instanceof JsonObject object) {
            Iterator<JsonObject.Member> members = object.iterator();
            f.extras[extra] = members;
            return members;
        }
        if (optional) {
            return null;
        }
        throw value instanceof JsonSecret
                ? Types.secret()
                : JqException.error("Cannot iterate over " + Types.describe(value));
    }

    private boolean range(Frame f, int p, long state) {
        int[] c = f.code.instructions;
        JsonValue from = at(f, c[p + 1]);
        JsonValue below = at(f, c[p + 2]);
        if (from instanceof JsonInteger first && below instanceof JsonInteger end) {
            long done = Math.max(state, 0);
            long now = first.value() + done;
            if (now >= end.value()) {
                return false;
            }
            forks.again(f, p, state, done + 1, now + 1 < end.value());
            f.values[c[p + 3]] = JsonInteger.of(now);
            return true;
        }
        if (!(from instanceof JsonNumber first) || !(below instanceof JsonNumber end)) {
            throw from instanceof JsonSecret || below instanceof JsonSecret
                    ? Types.secret()
                    : JqException.error("Range bounds must be numeric");
        }
        long done = Math.max(state, 0);
        double now = first.doubleValue() + done;
        if (!(now < end.doubleValue())) {
            if (state >= 0) {
                forks.pop();
            }
            return false;
        }
        forks.again(f, p, state, done + 1, true);
        f.values[c[p + 3]] = JsonNumber.of(now);
        return true;
    }

    private JsonValue object(JsonValue[] v, JsonValue[] k, int[] c, int p) {
        JsonObject.Builder members = new JsonObject.Builder();
        for (int i = 0; i < c[p + 2]; i++) {
            JsonValue key = at(v, k, c[p + 3 + i * 2]);
            if (!(key instanceof JsonString name)) {
                throw Objects.badKey(key);
            }
            members.put(name.value(), at(v, k, c[p + 4 + i * 2]));
        }
        meter.bytes(48 + c[p + 2] * 24L);
        return meter.weighed(members.build());
    }

    private JsonValue members(String[] keys, JsonValue[] v, JsonValue[] k, int[] c, int p) {
        JsonValue[] values = new JsonValue[keys.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = at(v, k, c[p + i]);
        }
        meter.bytes(48 + values.length * 8L);
        return meter.weighed(JsonObject.ofUnique(keys, values));
    }

    private JsonValue concat(JsonValue[] v, JsonValue[] k, int[] c, int p) {
        int count = c[p + 2];
        long length = 2;
        boolean secret = false;
        for (int i = 0; i < count; i++) {
            JsonValue part = at(v, k, c[p + 3 + i]);
            secret |= part instanceof JsonSecret;
            length += part.weight();
        }
        meter.text(length);
        meter.bytes(length);
        if (secret) {
            JsonValue[] parts = new JsonValue[count];
            for (int i = 0; i < count; i++) {
                parts[i] = at(v, k, c[p + 3 + i]);
            }
            return Secrets.concat(List.of(parts));
        }
        StringBuilder text = new StringBuilder((int) length);
        for (int i = 0; i < count; i++) {
            if (at(v, k, c[p + 3 + i]) instanceof JsonString part) {
                text.append(part.value());
            }
        }
        return JsonString.of(text.toString());
    }

    private JsonValue pathEnd(JsonValue value, PathNode path) {
        if (!path.leadsTo(value)) {
            throw JqException.error("Invalid path expression with result " + Types.shortened(value));
        }
        meter.bytes(path.length() * 8L + 48);
        return path.toArray();
    }

    private void follow(Frame f, int p, JsonValue key, JsonValue found, int value, int path) {
        meter.bytes(40);
        f.values[value] = found;
        f.extras[path] = path(f, f.code.instructions[p + 2]).child(key, found);
    }

    private boolean pathIndex(Frame f, int p) {
        int[] c = f.code.instructions;
        return pathStep(f, p, at(f, c[p + 3]), c[p + 4], c[p + 5], c[p + 6]);
    }

    private boolean pathSlice(Frame f, int p) {
        int[] c = f.code.instructions;
        return pathStep(f, p, Access.sliceKey(at(f, c[p + 3]), at(f, c[p + 4])), c[p + 5], c[p + 6], c[p + 7]);
    }

    private boolean pathStep(Frame f, int p, JsonValue key, int value, int path, int optional) {
        JsonValue from = at(f, f.code.instructions[p + 1]);
        if (!path(f, f.code.instructions[p + 2]).leadsTo(from)) {
            throw JqException.error("Invalid path expression near attempt to access element " + Types.shortened(key)
                    + " of " + Types.shortened(from));
        }
        JsonValue found = index(from, key, optional);
        if (found == null) {
            return false;
        }
        follow(f, p, key, found, value, path);
        return true;
    }

    private boolean pathEach(Frame f, int p, long state) {
        int[] c = f.code.instructions;
        JsonValue value = at(f, c[p + 1]);
        if (state < 0 && !path(f, c[p + 2]).leadsTo(value)) {
            throw JqException.error(
                    "Invalid path expression near attempt to iterate through " + Types.shortened(value));
        }
        if (value instanceof JsonArray array) {
            int i = state < 0 ? 0 : (int) state;
            if (i >= array.size()) {
                return false;
            }
            forks.again(f, p, state, i + 1L, i + 1 < array.size());
            follow(f, p, JsonNumber.of(i), array.get(i), c[p + 4], c[p + 5]);
            return true;
        }
        Iterator<?> members = members(f, value, c[p + 3], state < 0, c[p + 6] == 1);
        if (members == null || !members.hasNext()) {
            return false;
        }
        JsonObject.Member member = (JsonObject.Member) members.next();
        forks.again(f, p, state, 1, members.hasNext());
        follow(f, p, JsonString.of(member.key()), member.value(), c[p + 4], c[p + 5]);
        return true;
    }

    private void pathGet(Frame f, int p) {
        int[] c = f.code.instructions;
        JsonValue value = at(f, c[p + 1]);
        PathNode path = path(f, c[p + 2]);
        if (!path.leadsTo(value)) {
            throw JqException.error("Invalid path expression near attempt to access element "
                    + Types.shortened(at(f, c[p + 3])) + " of " + Types.shortened(value));
        }
        JsonArray keys = Paths.path(at(f, c[p + 3]));
        JsonValue found = Paths.get(meter, value, keys);
        meter.bytes(keys.size() * 40L + 40);
        f.values[c[p + 4]] = found;
        f.extras[c[p + 5]] = path.descend(keys, found);
    }
}
