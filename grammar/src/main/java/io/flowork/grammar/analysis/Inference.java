package io.flowork.grammar.analysis;

import static io.flowork.grammar.analysis.Outputs.FAIL;
import static io.flowork.grammar.analysis.Outputs.MANY;
import static io.flowork.grammar.analysis.Outputs.NONE;
import static io.flowork.grammar.analysis.Outputs.ONE;

import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.Operator;
import io.flowork.grammar.jq.Pattern;
import io.flowork.grammar.jq.TextPart;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.Suggestions;
import io.flowork.grammar.types.Access;
import io.flowork.grammar.types.Arithmetic;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.types.Type.Member;
import io.flowork.grammar.types.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The types of what filters give, computed along their syntax tree.
 *
 * <p>Every type has at least the values that the evaluator can give; what is not understood is unknown. A finding is
 * reported only where every value of a type goes wrong and nothing catches it.
 */
final class Inference {
    private static final int FUEL = 3_000;
    private static final int DEEPEST_CALLS = 6;
    private static final int TURNS = 3;
    private static final Set<String> SECRET_FORMATS = Set.of("text", "json", "base64", "base64d", "uri");

    private final AnalysisListener listener;
    private final Map<String, Type> globals;
    private final Builtins builtins = new Builtins(this);
    private int fuel = FUEL;
    private int calls;
    private int quiet;
    private int lenient;

    /** What names stand for, innermost first. */
    sealed interface Env {
        @Nullable
        Env outer();
    }

    private record Value(String name, Type type, @Nullable Env outer) implements Env {}

    private record Defined(
            Filter.Function function, @Nullable Env outer) implements Env {}

    private record Closure(
            String name,
            Filter filter,
            @Nullable Env env,
            @Nullable Env outer) implements Env {}

    Inference(AnalysisListener listener, Map<String, Type> globals) {
        this.listener = listener;
        this.globals = globals;
    }

    void report(DiagnosticCode code, Range range, String message) {
        if (quiet == 0) {
            listener.found(code, range, message, null);
        }
    }

    void report(DiagnosticCode code, Range range, String message, @Nullable String replacement) {
        if (quiet == 0) {
            listener.found(code, range, message, replacement);
        }
    }

    /** Shows a filter to a listener that wants to see all, where its outputs make no difference. */
    void look(Filter filter, Type input, @Nullable Env env) {
        if (listener.everywhere()) {
            var _ = quietly(filter, input, env);
        }
    }

    /** What the variables hold that are bound in an environment, the innermost first. */
    static Map<String, Type> values(@Nullable Env env) {
        Map<String, Type> values = new LinkedHashMap<>();
        for (Env at = env; at != null; at = at.outer()) {
            if (at instanceof Value value) {
                values.putIfAbsent(value.name, value.type);
            }
        }
        return values;
    }

    /** Without reports: what fails here is meant to, or is looked at elsewhere. */
    Outputs quietly(Filter filter, Type input, @Nullable Env env) {
        quiet++;
        Outputs outputs = infer(filter, input, env);
        quiet--;
        return outputs;
    }

    Outputs infer(Filter filter, Type input, @Nullable Env env) {
        if (input.isNever()) {
            return Outputs.EMPTY;
        }
        if (fuel-- <= 0) {
            return Outputs.UNKNOWN;
        }
        listener.entered(filter, input, env);
        Outputs outputs = outputs(filter, input, env);
        listener.seen(filter, input, outputs);
        return outputs;
    }

    private Outputs outputs(Filter filter, Type input, @Nullable Env env) {
        return switch (filter) {
            case Filter.Identity f -> Outputs.one(input);
            case Filter.RecurseDefault f -> new Outputs(Type.UNKNOWN, ONE | MANY);
            case Filter.Literal literal -> Outputs.one(Type.of(literal.value()));
            case Filter.Location f -> Outputs.one(Type.OBJECT);
            case Filter.Missing f -> Outputs.UNKNOWN;
            case Filter.Text text -> text(text, input, env);
            case Filter.Format format -> builtins.format(format.name(), format.range(), input);
            case Filter.Index index -> index(index, input, env);
            case Filter.Slice slice -> slice(slice, input, env);
            case Filter.Iterate iterate -> {
                Outputs target = infer(iterate.target(), input, env);
                Outputs each = each(target.type(), iterate.range(), iterate.optional());
                yield each.with(Outputs.then(target.mask(), each.mask()));
            }
            case Filter.Pipe pipe -> {
                Outputs at = Outputs.one(input);
                for (Filter part : pipe.parts()) {
                    Outputs next = infer(part, at.type(), env);
                    at = next.with(Outputs.then(at.mask(), next.mask()));
                }
                yield at;
            }
            case Filter.Comma comma -> {
                Type type = Type.NEVER;
                int mask = NONE;
                for (Filter part : comma.parts()) {
                    Outputs next = infer(part, input, env);
                    type = Types.join(type, next.type());
                    mask = Outputs.plus(mask, next.mask());
                }
                yield new Outputs(type, mask).with(mask);
            }
            case Filter.Binary binary -> binary(binary, input, env);
            case Filter.Assign assign -> new Assignment(this).infer(assign, input, env);
            case Filter.Negate negate -> {
                Outputs operand = infer(negate.operand(), input, env);
                Type number = operand.type().only(Type.NUMBER_KIND);
                if (number.isNever() && !operand.type().isNever()) {
                    wrong(DiagnosticCode.WRONG_OPERANDS, negate.range(), operand.type(), "cannot be negated");
                }
                yield number.isNever()
                        ? failing(operand)
                        : operand.type().equals(number) ? operand : new Outputs(number, operand.mask() | FAIL);
            }
            case Filter.ArrayOf array -> array(array, input, env);
            case Filter.ObjectOf object -> object(object, input, env);
            case Filter.Variable variable -> Outputs.one(variable(variable.name(), env));
            case Filter.If condition -> condition(condition, 0, input, env);
            case Filter.Try attempt -> attempt(attempt, input, env);
            case Filter.Reduce reduce -> reduce(reduce, input, env);
            case Filter.Foreach foreach -> foreach(foreach, input, env);
            case Filter.Bind bind -> {
                Outputs source = infer(bind.source(), input, env);
                Outputs body = source.type().isNever()
                        ? Outputs.EMPTY
                        : infer(bind.body(), input, bind(bind.patterns(), source.type(), env));
                int mask = Outputs.then(source.mask(), body.mask());
                yield body.with(
                        simple(bind.patterns()) ? mask : bind.patterns().size() == 1 ? mask | FAIL : Outputs.ANY);
            }
            case Filter.Define define -> infer(define.body(), input, new Defined(define.function(), env));
            case Filter.Call call -> call(call, input, env);
            case Filter.Label label -> {
                Outputs body = infer(label.body(), input, env);
                yield body.with(Outputs.cut(body.mask()));
            }
            case Filter.Break leave -> Outputs.EMPTY;
        };
    }

    /** When an operand's outputs all fail at what follows. */
    private static Outputs failing(Outputs operand) {
        return Outputs.FAILS.with(Outputs.then(operand.mask(), FAIL));
    }

    void wrong(DiagnosticCode code, Range range, Type type, String problem) {
        if (type.kinds() == Type.SECRET_KIND) {
            report(
                    DiagnosticCode.SECRET_LOOKED_INTO,
                    range,
                    "a secret cannot be looked into, so this always fails; pass it on as it is, or in a text");
        } else {
            report(code, range, Words.kinds(type) + " " + problem + ", so this always fails");
        }
    }

    // --- parts ---

    private Outputs index(Filter.Index index, Type input, @Nullable Env env) {
        Outputs target = index.optional() ? quietly(index.target(), input, env) : infer(index.target(), input, env);
        Outputs key = infer(index.key(), input, env);
        Type of = target.type();
        Type found = part(of, index.key(), key.type());
        boolean name = index.key() instanceof Filter.Literal literal && literal.value() instanceof JsonString;
        if (found.isNever() && !of.isNever() && !key.type().isNever() && !index.optional()) {
            if (index.target() instanceof Filter.Call call && call.name().equals("not")) {
                report(
                        DiagnosticCode.WRONG_ACCESS,
                        call.nameRange(),
                        "`not` stands behind what it negates, as in `.ready | not`; here its result is looked into, which"
                                + " always fails");
            } else {
                wrong(
                        DiagnosticCode.WRONG_ACCESS,
                        index.key().range(),
                        of,
                        name ? "has no members" : "has nothing at " + Words.kinds(key.type()));
            }
        } else if (name && !index.optional()) {
            unknownMember(
                    of,
                    ((Filter.Literal) index.key()).value().toString(),
                    index.key().range(),
                    index.target() instanceof Filter.Variable variable
                            && variable.name().equals("secrets"));
        }
        int fine = Type.NULL_KIND
                | (name ? Type.OBJECT_KIND : 0)
                | (key.type().kinds() == Type.NUMBER_KIND ? Type.ARRAY_KIND : 0);
        int mask = Outputs.cross(key.mask(), target.mask());
        if (found.isNever()) {
            return Outputs.FAILS.with(Outputs.then(mask, index.optional() ? NONE : FAIL));
        }
        boolean safe = of.only(fine).kinds() == of.kinds()
                && (key.type().kinds() == Type.STRING_KIND || key.type().kinds() == Type.NUMBER_KIND);
        int once = safe ? ONE : index.optional() ? NONE | ONE : ONE | FAIL;
        return new Outputs(found, Outputs.then(mask, once)).with(Outputs.then(mask, once));
    }

    private static Type part(Type of, Filter key, Type keyType) {
        if (key instanceof Filter.Literal literal && literal.value() instanceof JsonString name) {
            return Access.member(of, name.value());
        }
        if (key instanceof Filter.Literal literal && literal.value() instanceof JsonNumber number) {
            double place = Math.floor(number.doubleValue());
            return Access.element(of, Math.abs(place) < 1_000_000 ? (Integer) (int) place : null);
        }
        return Access.at(of, keyType);
    }

    /** A member that an object surely does not have. */
    private void unknownMember(Type of, String quoted, Range range, boolean secrets) {
        if (lenient > 0 || of.kinds() != Type.OBJECT_KIND || !of.rest().isNever()) {
            return;
        }
        String name = quoted.substring(1, quoted.length() - 1);
        if (of.members().containsKey(name) || quoted.indexOf('\\') >= 0) {
            return;
        }
        String nearest = Suggestions.nearest(name, of.members().keySet());
        String known = nearest != null
                ? "; did you mean '" + nearest + "'?"
                : secrets
                        ? "; a secret must be named in 'use.secrets'"
                        : of.members().isEmpty()
                                ? "; this object is empty"
                                : "; there is " + Words.list(of.members().keySet());
        report(
                DiagnosticCode.UNKNOWN_MEMBER,
                range,
                "there is never a '" + name + "' here, so this is null" + known,
                range.length() == name.length() && nearest != null && nearest.matches("[A-Za-z_][A-Za-z0-9_]*")
                        ? nearest
                        : null);
    }

    private Outputs slice(Filter.Slice slice, Type input, @Nullable Env env) {
        Outputs target = infer(slice.target(), input, env);
        int mask = target.mask();
        for (Filter bound : new Filter[] {slice.from(), slice.to()}) {
            if (bound != null) {
                mask = Outputs.cross(infer(bound, input, env).mask(), mask);
            }
        }
        Type found = Access.slice(target.type());
        if (found.isNever() && !target.type().isNever() && !slice.optional()) {
            wrong(DiagnosticCode.WRONG_ACCESS, slice.range(), target.type(), "has no parts");
        }
        int once = found.isNever() ? FAIL : ONE | FAIL;
        int after = Outputs.then(mask, slice.optional() ? (once & ~FAIL) | NONE : once);
        return new Outputs(found, after).with(after);
    }

    /** All elements or members. */
    Outputs each(Type of, Range range, boolean optional) {
        if (of.isNever()) {
            return Outputs.EMPTY;
        }
        if (!of.may(Type.ARRAY_KIND | Type.OBJECT_KIND)) {
            if (!optional) {
                wrong(DiagnosticCode.WRONG_ACCESS, range, of, "has no elements");
            }
            return optional ? Outputs.EMPTY : Outputs.FAILS;
        }
        Type items = Access.each(of);
        int mask = Outputs.NONE | ONE | MANY;
        List<Type> elements = of.elements();
        if (of.kinds() == Type.ARRAY_KIND && elements != null) {
            mask = elements.isEmpty() ? NONE : elements.size() == 1 ? ONE : MANY;
        }
        if (items.isNever()) {
            mask = NONE;
        }
        boolean scalar = of.may(~(Type.ARRAY_KIND | Type.OBJECT_KIND));
        return new Outputs(items, scalar ? (optional ? mask | NONE : mask | FAIL) : mask);
    }

    // --- operators ---

    private Outputs binary(Filter.Binary binary, Type input, @Nullable Env env) {
        return switch (binary.operator()) {
            case ALTERNATIVE -> alternative(binary, input, env);
            case AND, OR -> logic(binary, input, env);
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> comparison(binary, input, env);
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER -> {
                Outputs right = infer(binary.right(), input, env);
                Outputs left = infer(binary.left(), input, env);
                yield arithmetic(binary.operator(), left, right, binary.operatorRange());
            }
        };
    }

    Outputs arithmetic(Operator operator, Outputs left, Outputs right, Range range) {
        Type a = left.type();
        Type b = right.type();
        int mask = Outputs.cross(right.mask(), left.mask());
        if (a.isNever() || b.isNever()) {
            return Outputs.FAILS.with(mask == 0 ? NONE : mask);
        }
        Type result = switch (operator) {
            case ADD -> Arithmetic.add(a, b);
            case SUBTRACT -> Arithmetic.subtract(a, b);
            case MULTIPLY -> Arithmetic.multiply(a, b);
            case DIVIDE -> Arithmetic.divide(a, b);
            case REMAINDER -> Arithmetic.remainder(a, b);
            case ALTERNATIVE, OR, AND, EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> Type.UNKNOWN;
        };
        if (result.isNever()) {
            Type secret = a.kinds() == Type.SECRET_KIND ? a : b.kinds() == Type.SECRET_KIND ? b : Type.NEVER;
            if (!secret.isNever()) {
                wrong(DiagnosticCode.WRONG_OPERANDS, range, secret, "");
            } else {
                report(
                        DiagnosticCode.WRONG_OPERANDS,
                        range,
                        "`" + operator.symbol() + "` cannot be used on " + Words.kinds(a) + " and " + Words.kinds(b)
                                + ", so this always fails");
            }
            return Outputs.FAILS.with(Outputs.then(mask, FAIL));
        }
        boolean safe = operator == Operator.ADD
                && a.kinds() == b.kinds()
                && Integer.bitCount(a.kinds()) == 1
                && !a.may(Type.BOOLEAN_KINDS | Type.SECRET_KIND);
        int after = Outputs.then(mask, safe ? ONE : ONE | FAIL);
        return new Outputs(result, after).with(after);
    }

    private Outputs alternative(Filter.Binary binary, Type input, @Nullable Env env) {
        lenient++;
        Outputs left = infer(binary.left(), input, env);
        lenient--;
        boolean sure = !left.can(NONE) && Types.alwaysTrue(left.type());
        if (sure) {
            report(
                    DiagnosticCode.UNREACHABLE_ALTERNATIVE,
                    binary.right().range(),
                    "this is never used: what stands before `//` is never null or false here");
            return left;
        }
        Type truthy = left.type().only(~(Type.NULL_KIND | Type.FALSE_KIND));
        int kept = left.mask() & FAIL;
        if (!truthy.isNever()) {
            kept |= (left.can(ONE | MANY) ? ONE : 0) | (left.mask() & MANY);
        }
        if (left.fails()) {
            return left;
        }
        Outputs right = infer(binary.right(), input, env);
        return new Outputs(Types.join(truthy, right.type()), kept | right.mask());
    }

    private Outputs logic(Filter.Binary binary, Type input, @Nullable Env env) {
        boolean and = binary.operator() == Operator.AND;
        Outputs left = infer(binary.left(), input, env);
        if (left.type().isNever()) {
            return left;
        }
        boolean decided = and ? Types.alwaysFalse(left.type()) : Types.alwaysTrue(left.type());
        if (decided) {
            return new Outputs(and ? Type.FALSE : Type.TRUE, left.mask());
        }
        boolean open = and ? !Types.alwaysTrue(left.type()) : !Types.alwaysFalse(left.type());
        Outputs right = infer(binary.right(), input, env);
        Type result = Type.NEVER;
        if (and ? open : right.type().may(~(Type.NULL_KIND | Type.FALSE_KIND))) {
            result = Types.join(result, and ? Type.FALSE : Type.TRUE);
        }
        if (and ? right.type().may(Type.NULL_KIND | Type.FALSE_KIND) : open) {
            result = Types.join(result, and ? Type.FALSE : Type.TRUE);
        }
        boolean other = and
                ? right.type().may(~(Type.NULL_KIND | Type.FALSE_KIND))
                : right.type().may(Type.NULL_KIND | Type.FALSE_KIND);
        if (other) {
            result = Types.join(result, and ? Type.TRUE : Type.FALSE);
        }
        int once = right.mask() | (open ? ONE : 0);
        int mask = Outputs.then(left.mask(), once);
        return new Outputs(result, mask).with(mask);
    }

    private Outputs comparison(Filter.Binary binary, Type input, @Nullable Env env) {
        boolean presence = isNull(binary.left()) || isNull(binary.right());
        quiet += presence ? 1 : 0;
        Outputs right = infer(binary.right(), input, env);
        Outputs left = infer(binary.left(), input, env);
        quiet -= presence ? 1 : 0;
        int mask = Outputs.cross(right.mask(), left.mask());
        Type a = left.type();
        Type b = right.type();
        if (a.isNever() || b.isNever()) {
            return Outputs.FAILS.with(mask);
        }
        Type secret = a.kinds() == Type.SECRET_KIND ? a : b.kinds() == Type.SECRET_KIND ? b : Type.NEVER;
        if (!secret.isNever()) {
            wrong(DiagnosticCode.WRONG_OPERANDS, binary.operatorRange(), secret, "");
            return Outputs.FAILS.with(Outputs.then(mask, FAIL));
        }
        boolean hidden = Types.mayHoldSecret(a) || Types.mayHoldSecret(b);
        int after = Outputs.then(mask, hidden ? ONE | FAIL : ONE);
        boolean equality = binary.operator() == Operator.EQUAL || binary.operator() == Operator.NOT_EQUAL;
        if (equality && a.equals(b) && (a.equals(Type.NULL) || a.equals(Type.TRUE) || a.equals(Type.FALSE))) {
            return new Outputs(binary.operator() == Operator.EQUAL ? Type.TRUE : Type.FALSE, after).with(after);
        }
        if (!equality || hidden || !Types.disjoint(a, b)) {
            return new Outputs(Type.BOOLEAN, after).with(after);
        }
        boolean missing = a.kinds() == Type.NULL_KIND || b.kinds() == Type.NULL_KIND;
        boolean literals = binary.left() instanceof Filter.Literal && binary.right() instanceof Filter.Literal;
        if (!missing && !literals) {
            report(
                    DiagnosticCode.NEVER_EQUAL,
                    binary.operatorRange(),
                    "these are never equal: one is " + Words.brief(a) + ", the other " + Words.brief(b)
                            + ", so this is always " + (binary.operator() == Operator.NOT_EQUAL));
        }
        return new Outputs(binary.operator() == Operator.EQUAL ? Type.FALSE : Type.TRUE, after).with(after);
    }

    private static boolean isNull(Filter filter) {
        return filter instanceof Filter.Literal literal && literal.value() == JsonNull.NULL;
    }

    // --- construction ---

    private Outputs text(Filter.Text text, Type input, @Nullable Env env) {
        int mask = ONE;
        boolean secret = false;
        boolean sure = false;
        String format = text.format() == null ? "text" : text.format();
        for (TextPart part : text.parts()) {
            if (part instanceof TextPart.Inserted inserted) {
                Outputs value = infer(inserted.filter(), input, env);
                boolean simple = format.equals("text") || format.equals("json");
                Outputs formatted = simple ? value : builtins.format(format, inserted.range(), value.type());
                mask = Outputs.cross(simple ? value.mask() : Outputs.then(value.mask(), formatted.mask()), mask);
                boolean holds = SECRET_FORMATS.contains(format) && Types.mayHoldSecret(value.type());
                secret |= holds;
                sure |= holds && value.type().kinds() == Type.SECRET_KIND;
            }
        }
        Type type = sure ? Type.SECRET : secret ? Types.join(Type.STRING, Type.SECRET) : Type.STRING;
        return new Outputs(type, mask).with(mask);
    }

    private Outputs array(Filter.ArrayOf array, Type input, @Nullable Env env) {
        Filter body = array.body();
        if (body == null) {
            return Outputs.one(Type.arrayOf(Type.NEVER));
        }
        if (body instanceof Filter.Comma comma) {
            List<Type> elements = new ArrayList<>();
            boolean exact = true;
            int fails = 0;
            Type all = Type.NEVER;
            for (Filter part : comma.parts()) {
                Outputs next = infer(part, input, env);
                if (next.fails()) {
                    return Outputs.FAILS;
                }
                exact &= (next.mask() & ~FAIL) == ONE;
                fails |= next.mask() & FAIL;
                elements.add(next.type());
                all = Types.join(all, next.type());
            }
            return new Outputs(exact ? Type.tuple(elements) : Type.arrayOf(all), ONE | fails);
        }
        Outputs items = infer(body, input, env);
        if (items.fails()) {
            return Outputs.FAILS;
        }
        int counts = items.mask() & ~FAIL;
        Type type = counts == NONE
                ? Type.arrayOf(Type.NEVER)
                : counts == ONE ? Type.tuple(List.of(items.type())) : Type.arrayOf(items.type());
        return new Outputs(type, ONE | (items.mask() & FAIL));
    }

    private Outputs object(Filter.ObjectOf object, Type input, @Nullable Env env) {
        Map<String, Member> members = new LinkedHashMap<>();
        Type rest = Type.NEVER;
        int mask = ONE;
        for (Filter.Entry entry : object.entries()) {
            Outputs key = infer(entry.key(), input, env);
            Outputs value = infer(entry.value(), input, env);
            Type names = key.type().only(Type.STRING_KIND);
            int made = names.isNever() ? FAIL : names.equals(key.type()) ? ONE : ONE | FAIL;
            mask = Outputs.cross(Outputs.cross(Outputs.then(key.mask(), made), value.mask()), mask);
            Set<String> texts = names.texts();
            if (texts != null && texts.size() == 1) {
                members.put(texts.iterator().next(), new Member(value.type(), true));
            } else {
                members.replaceAll((name, old) -> new Member(Types.join(old.type(), value.type()), old.required()));
                rest = Types.join(rest, value.type());
            }
        }
        if ((mask & (ONE | MANY)) == 0) {
            return Outputs.FAILS.with(mask);
        }
        return new Outputs(Type.object(members, rest), mask);
    }

    // --- flow ---

    private Outputs condition(Filter.If filter, int at, Type input, @Nullable Env env) {
        if (at == filter.branches().size()) {
            Filter otherwise = filter.otherwise();
            return otherwise == null ? Outputs.one(input) : infer(otherwise, input, env);
        }
        Filter.Branch branch = filter.branches().get(at);
        Outputs condition = infer(branch.condition(), input, env);
        if (condition.type().isNever()) {
            return condition;
        }
        constant(branch.condition(), condition);
        Outputs result = Outputs.FAILS.with(0);
        if (!Types.alwaysFalse(condition.type())) {
            result = infer(branch.then(), input, env);
        }
        if (!Types.alwaysTrue(condition.type())) {
            Outputs rest = condition(filter, at + 1, input, env);
            result = new Outputs(Types.join(result.type(), rest.type()), result.mask() | rest.mask());
        }
        return result.with(Outputs.then(condition.mask(), result.mask()));
    }

    /** A condition that is something which is always true or always false, such as a text. */
    void constant(Filter condition, Outputs outputs) {
        Type type = outputs.type();
        boolean computed = !(condition instanceof Filter.Binary) && !(condition instanceof Filter.Call);
        boolean meant = condition instanceof Filter.Literal && !type.may(~(Type.BOOLEAN_KINDS | Type.NULL_KIND));
        if (computed && !meant && !outputs.can(NONE) && !type.may(Type.BOOLEAN_KINDS)) {
            if (condition instanceof Filter.Assign assign && assign.operator() == null && !assign.update()) {
                report(
                        DiagnosticCode.ALWAYS_TRUE,
                        assign.operatorRange(),
                        "`=` sets the part before it and gives all of the data, which is always true; `==` compares",
                        "==");
            } else if (Types.alwaysTrue(type)) {
                report(
                        DiagnosticCode.ALWAYS_TRUE,
                        condition.range(),
                        "this is always true: it is " + Words.kinds(type)
                                + ", and everything but false and null is true");
            }
        }
    }

    private Outputs attempt(Filter.Try attempt, Type input, @Nullable Env env) {
        Outputs body = quietly(attempt.body(), input, env);
        if (!body.can(FAIL)) {
            return body;
        }
        Filter handler = attempt.handler();
        Outputs caught = handler == null ? Outputs.EMPTY : infer(handler, Type.UNKNOWN, env);
        int before = Outputs.cut(body.mask() & ~FAIL);
        int mask = (body.mask() & ~FAIL) | Outputs.plus(before, caught.mask());
        return new Outputs(Types.join(body.type(), caught.type()), mask).with(mask);
    }

    private Outputs reduce(Filter.Reduce reduce, Type input, @Nullable Env env) {
        Outputs start = infer(reduce.start(), input, env);
        Outputs source = infer(reduce.source(), input, env);
        if (start.type().isNever() || source.fails()) {
            return Outputs.FAILS.with(Outputs.then(start.mask(), source.mask()));
        }
        Type state = start.type();
        int fails = source.mask() & FAIL;
        if (!source.type().isNever()) {
            Env inner = bind(reduce.patterns(), source.type(), env);
            state = turns(reduce.update(), state, inner);
            Outputs update = infer(reduce.update(), state, inner);
            fails |= update.mask() & FAIL;
        }
        int mask = Outputs.then(start.mask(), ONE) | fails | (simple(reduce.patterns()) ? 0 : FAIL);
        return new Outputs(state, mask).with(mask);
    }

    /** The state of a loop, widened until another turn does not change it. */
    private Type turns(Filter update, Type start, @Nullable Env env) {
        Type state = start;
        for (int turn = 0; turn < TURNS * 3; turn++) {
            Outputs next = quietly(update, state, env);
            Type after = next.can(NONE) ? Types.join(next.type(), Type.NULL) : next.type();
            Type joined = turn < TURNS ? Types.join(state, after) : Types.widen(state, after);
            if (joined.equals(state)) {
                return state;
            }
            state = joined;
        }
        return Type.UNKNOWN;
    }

    private Outputs foreach(Filter.Foreach foreach, Type input, @Nullable Env env) {
        Outputs start = infer(foreach.start(), input, env);
        Outputs source = infer(foreach.source(), input, env);
        if (start.type().isNever() || source.type().isNever()) {
            return Outputs.FAILS.with(Outputs.then(start.mask(), source.mask()));
        }
        Env inner = bind(foreach.patterns(), source.type(), env);
        Type state = turns(foreach.update(), start.type(), inner);
        Outputs update = infer(foreach.update(), state, inner);
        Filter extract = foreach.extract();
        Outputs result = extract == null ? update : infer(extract, update.type(), inner);
        return new Outputs(result.type(), Outputs.ANY);
    }

    private static boolean simple(List<Pattern> patterns) {
        return patterns.size() == 1 && patterns.getFirst() instanceof Pattern.Named;
    }

    private @Nullable Env bind(List<Pattern> patterns, Type type, @Nullable Env env) {
        Env inner = env;
        for (Pattern pattern : patterns) {
            inner = bind(pattern, patterns.size() == 1 ? type : Type.UNKNOWN, inner);
        }
        return inner;
    }

    private static @Nullable Env bind(Pattern pattern, Type type, @Nullable Env env) {
        return switch (pattern) {
            case Pattern.Named named -> new Value(named.name(), type.isNever() ? Type.UNKNOWN : type, env);
            case Pattern.Elements elements -> {
                Env inner = env;
                for (int i = 0; i < elements.elements().size(); i++) {
                    inner = bind(elements.elements().get(i), Access.element(type, i), inner);
                }
                yield inner;
            }
            case Pattern.Members members -> {
                Env inner = env;
                for (Pattern.Member member : members.members()) {
                    boolean named = member.key() instanceof Filter.Literal;
                    Type value = named ? part(type, member.key(), Type.STRING) : Type.UNKNOWN;
                    if (member.variable() != null) {
                        inner = new Value(member.variable(), value.isNever() ? Type.UNKNOWN : value, inner);
                    }
                    if (member.value() != null) {
                        inner = bind(member.value(), value, inner);
                    }
                }
                yield inner;
            }
        };
    }

    // --- names ---

    private Type variable(String name, @Nullable Env env) {
        for (Env at = env; at != null; at = at.outer()) {
            if (at instanceof Value value && value.name.equals(name)) {
                return value.type;
            }
        }
        return globals.getOrDefault(name, Type.UNKNOWN);
    }

    private Outputs call(Filter.Call call, Type input, @Nullable Env env) {
        int arity = call.arguments().size();
        for (Env at = env; at != null; at = at.outer()) {
            if (at instanceof Closure closure && arity == 0 && closure.name.equals(call.name())) {
                return infer(closure.filter, input, closure.env);
            }
            if (at instanceof Defined defined
                    && defined.function.name().equals(call.name())
                    && defined.function.parameters().size() == arity) {
                return inlined(defined, call, input, env);
            }
        }
        return builtins.call(call, input, env);
    }

    private Outputs inlined(Defined defined, Filter.Call call, Type input, @Nullable Env env) {
        if (calls >= DEEPEST_CALLS) {
            return Outputs.UNKNOWN;
        }
        calls++;
        quiet++;
        Env inner = defined;
        int mask = ONE;
        List<Filter.Parameter> parameters = defined.function.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            inner = new Closure(parameters.get(i).name(), call.arguments().get(i), env, inner);
        }
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).value()) {
                Outputs argument = infer(call.arguments().get(i), input, env);
                mask = Outputs.cross(argument.mask(), mask);
                inner = new Value(parameters.get(i).name(), argument.type(), inner);
            }
        }
        Outputs body = (mask & (ONE | MANY)) == 0 ? Outputs.EMPTY : infer(defined.function.body(), input, inner);
        quiet--;
        calls--;
        int after = Outputs.then(mask, body.mask());
        return body.with(after);
    }
}
