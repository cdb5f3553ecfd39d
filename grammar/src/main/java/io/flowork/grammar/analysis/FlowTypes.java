package io.flowork.grammar.analysis;

import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.types.SchemaTypes;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.types.Type.Member;
import io.flowork.grammar.types.Types;
import io.flowork.grammar.workflow.DataStage;
import io.flowork.grammar.workflow.Duration;
import io.flowork.grammar.workflow.EventStrategy;
import io.flowork.grammar.workflow.Expression;
import io.flowork.grammar.workflow.Extension;
import io.flowork.grammar.workflow.FlowDirective;
import io.flowork.grammar.workflow.FunctionName;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.workflow.SchemaSpec;
import io.flowork.grammar.workflow.Task;
import io.flowork.grammar.workflow.TaskHead;
import io.flowork.grammar.workflow.Template;
import io.flowork.grammar.workflow.Workflow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The types of data along the tasks of a workflow, as the machine moves it: condition, input, body, output, export.
 *
 * <p>Where tasks are reached from several places the types are joined; where there are loops they are widened until they
 * do not change, and after a few turns they are unknown.
 */
final class FlowTypes {
    private static final int TURNS = 3;
    private static final int MOST_TURNS = 8;
    private static final int DEEPEST_LOOPS = 3;

    private final Workflow workflow;
    private final Evaluator evaluator;
    private final FunctionSignatures functions;
    private final Map<String, TaskTypes> tasks = new LinkedHashMap<>();
    private final IdentityHashMap<Task, Type> given = new IdentityHashMap<>();
    private final IdentityHashMap<SchemaSpec, Type> schemas = new IdentityHashMap<>();
    private final IdentityHashMap<Task, Boolean> exports = new IdentityHashMap<>();
    private final IdentityHashMap<Task, Boolean> ends = new IdentityHashMap<>();
    private Type exported = Type.NEVER;
    private Type ended = Type.NEVER;
    private Type endedContext = Type.NEVER;
    private boolean extendable = true;

    /** The data and the context between tasks. */
    private record State(Type data, Type context) {
        static final State NEVER = new State(Type.NEVER, Type.NEVER);
        static final State UNKNOWN = new State(Type.UNKNOWN, Type.UNKNOWN);

        State join(State other) {
            return new State(Types.join(data, other.data), Types.join(context, other.context));
        }

        State widen(State other) {
            return new State(Types.widen(data, other.data), Types.widen(context, other.context));
        }

        boolean isNever() {
            return data.isNever();
        }
    }

    /** Where a state goes. */
    private record Leaving(FlowDirective then, State state) {}

    /** What a body gives, and where it goes by itself. */
    private record Result(Type output, Type context, List<FlowDirective> redirects) {
        static Result of(Type output, Type context) {
            return new Result(output, context, List.of());
        }
    }

    /**
     * What extensions can do to the task they extend; else their data is dropped.
     *
     * @param exports they can change the context
     * @param ends they can end the workflow
     * @param exits those before the task can leave it, with an output of theirs
     */
    private record Around(boolean exports, boolean ends, boolean exits) {}

    FlowTypes(Workflow workflow, Evaluator evaluator, FunctionSignatures functions) {
        this.workflow = workflow;
        this.evaluator = evaluator;
        this.functions = functions;
    }

    /** The types of all tasks that can be reached, by their references; evaluates every expression on the way. */
    Map<String, TaskTypes> run() {
        Type raw = workflow.input().schema() instanceof SchemaSpec.Inline inline
                ? SchemaTypes.of(inline.document(), false)
                : Type.UNKNOWN;
        evaluator.start(raw);
        Frame root = new Frame(null, raw, raw, Type.NULL, Type.NULL, null);
        Type input = transformed(workflow.input(), raw, root, null);
        if (!input.isNever()) {
            Frame inside = new Frame(null, raw, input, Type.NULL, input, null);
            duration(workflow.timeout(), inside);
            State end = list(workflow.tasks(), new State(input, input), null);
            Type result = Types.join(end.data(), ended);
            Type context = Types.join(Types.join(end.context(), endedContext), exported);
            if (!result.isNever()) {
                Frame leaving = new Frame(null, raw, input, result, context, null);
                transformed(workflow.output(), result, leaving, "the workflow's output");
            }
        }
        workflow.functions().values().forEach(task -> list(List.of(task), State.UNKNOWN, null));
        extendable = false;
        for (Extension extension : workflow.extensions()) {
            Frame unknown = new Frame(null, Type.UNKNOWN, Type.UNKNOWN, Type.UNKNOWN, Type.UNKNOWN, null);
            evaluate(extension.when(), Type.UNKNOWN, unknown);
            list(extension.before() == null ? List.of() : extension.before(), State.UNKNOWN, null);
            list(extension.after() == null ? List.of() : extension.after(), State.UNKNOWN, null);
        }
        return tasks;
    }

    /** What the functions and workflows that are called are given, by the calling task. */
    IdentityHashMap<Task, Type> given() {
        return given;
    }

    // --- lists ---

    private State list(List<Task> list, State in, @Nullable Local locals) {
        if (list.isEmpty() || in.isNever()) {
            return in;
        }
        Map<String, Integer> places = new HashMap<>();
        for (Task task : list) {
            places.put(task.head().name(), places.size());
        }
        State[] at = new State[list.size()];
        at[0] = in;
        if (!turnsBack(list, places)) {
            return pass(list, places, at, locals, false);
        }
        if (evaluator.depth() >= DEEPEST_LOOPS) {
            Arrays.fill(at, State.UNKNOWN);
        } else {
            evaluator.enter();
            for (int turn = 0; turn < MOST_TURNS; turn++) {
                State[] before = at.clone();
                pass(list, places, at, locals, false);
                for (int i = 0; i < at.length; i++) {
                    if (at[i] != null && before[i] != null && turn >= TURNS) {
                        at[i] = turn == MOST_TURNS - 1 ? State.UNKNOWN : before[i].widen(at[i]);
                    }
                }
                if (Arrays.equals(before, at)) {
                    break;
                }
                if (turn == MOST_TURNS - 1) {
                    Arrays.fill(at, State.UNKNOWN);
                }
            }
            evaluator.leave();
        }
        return pass(list, places, at, locals, true);
    }

    /** Goes through a list once; what reaches a task is joined with what has reached it before, unless that is final. */
    private State pass(
            List<Task> list, Map<String, Integer> places, State[] at, @Nullable Local locals, boolean isFinal) {
        State out = State.NEVER;
        for (int i = 0; i < at.length; i++) {
            State state = at[i];
            if (state == null || state.isNever()) {
                continue;
            }
            for (Leaving leaving : task(list.get(i), state, locals)) {
                int next = switch (leaving.then) {
                    case FlowDirective.Continue c -> i + 1;
                    case FlowDirective.Exit e -> at.length;
                    case FlowDirective.End e -> -1;
                    case FlowDirective.Goto g -> places.getOrDefault(g.task(), at.length);
                };
                if (next < 0) {
                    ended = Types.join(ended, leaving.state.data);
                    endedContext = Types.join(endedContext, leaving.state.context);
                } else if (next >= at.length) {
                    out = out.join(leaving.state);
                } else if (!isFinal) {
                    at[next] = at[next] == null ? leaving.state : at[next].join(leaving.state);
                }
            }
        }
        return out;
    }

    private static boolean turnsBack(List<Task> list, Map<String, Integer> places) {
        for (int i = 0; i < list.size(); i++) {
            for (FlowDirective directive : directives(list.get(i))) {
                if (directive instanceof FlowDirective.Goto target
                        && places.getOrDefault(target.task(), list.size()) <= i) {
                    return true;
                }
            }
        }
        return false;
    }

    // --- a task ---

    private List<Leaving> task(Task task, State in, @Nullable Local locals) {
        TaskHead head = task.head();
        List<Leaving> leaving = new ArrayList<>(2);
        Type raw = in.data;
        Frame frame = new Frame(head, raw, raw, Type.NULL, in.context, locals);
        if (head.condition() != null) {
            Type condition = condition(head.condition(), raw, frame);
            if (!Types.alwaysTrue(condition) && !condition.isNever()) {
                leaving.add(new Leaving(head.then(), in));
            }
            if (Types.alwaysFalse(condition) || condition.isNever()) {
                return leaving;
            }
        }
        Type input = transformed(head.input(), checked(head.input(), raw), frame, null);
        if (input.isNever()) {
            return leaving;
        }
        Around around = around(task);
        Type before = around.exports ? unknownContext() : in.context;
        Frame inside = new Frame(head, raw, input, Type.NULL, before, locals);
        duration(head.timeout(), new Frame(head, raw, input, Type.NULL, in.context, locals));
        Type endedBefore = ended;
        ended = Type.NEVER;
        Result result = body(task, inside);
        Type endedInside = ended; // tasks around an end complete with its data
        ended = Types.join(endedBefore, endedInside);
        if (around.ends) {
            ended = Type.UNKNOWN;
            endedContext = Type.UNKNOWN;
            endedInside = Type.UNKNOWN;
        }
        if (around.exports || around.exits) {
            result = new Result(
                    around.exits ? Type.UNKNOWN : result.output,
                    around.exports ? unknownContext() : result.context,
                    result.redirects);
        }
        if (result.output.isNever()) {
            tasks.put(head.reference(), new TaskTypes(raw, input, Type.NEVER, endedInside, in.context));
            return leaving;
        }
        Frame ending = new Frame(head, raw, input, result.output, result.context, locals);
        Type output = checked(head.output(), transformed(head.output(), result.output, ending, "the output"));
        Type context = result.context;
        if (!output.isNever() && head.export().transform() != null) {
            Frame exporting = new Frame(head, raw, input, output, context, locals);
            context = transformed(head.export(), output, exporting, "the context");
            exported = Types.join(exported, context);
        }
        tasks.put(head.reference(), new TaskTypes(raw, input, result.output, Types.join(output, endedInside), context));
        if (output.isNever() || context.isNever()) {
            return leaving;
        }
        State after = new State(output, context);
        if (result.redirects.isEmpty()) {
            leaving.add(new Leaving(head.then(), after));
        }
        result.redirects.forEach(then -> leaving.add(new Leaving(then, after)));
        return leaving;
    }

    /** What the extensions of a task can do beside what they are for. */
    private Around around(Task task) {
        boolean isExporting = false;
        boolean isEnding = false;
        boolean isExiting = false;
        if (extendable) {
            for (Extension extension : workflow.extensions()) {
                if (extension.applies(task)) {
                    for (Task one : orNone(extension.before())) {
                        isExporting |= exports(one);
                        isEnding |= ends(one);
                        isExiting |= directives(one).stream().anyMatch(then -> then instanceof FlowDirective.Exit);
                    }
                    for (Task one : orNone(extension.after())) {
                        isExporting |= exports(one);
                        isEnding |= ends(one);
                    }
                }
            }
        }
        return new Around(isExporting, isEnding, isExiting);
    }

    private Type checked(DataStage stage, Type data) {
        if (!(stage.schema() instanceof SchemaSpec.Inline inline) || !data.isUnknown()) {
            return data;
        }
        return schemas.computeIfAbsent(inline, schema -> SchemaTypes.of(inline.document(), true));
    }

    private Type transformed(DataStage stage, Type data, Frame frame, @Nullable String leaks) {
        return stage.transform() == null ? data : template(stage.transform(), data, frame, leaks);
    }

    // --- expressions ---

    private Type evaluate(@Nullable Expression expression, Type data, Frame frame) {
        return expression == null
                ? Type.NULL
                : evaluator.evaluate(expression, data, frame).value();
    }

    /** A condition; one that is constant without meaning to be is reported. */
    private Type condition(@Nullable Expression expression, Type data, Frame frame) {
        return expression == null ? Type.BOOLEAN : evaluator.condition(expression, data, frame);
    }

    private void duration(@Nullable Duration duration, Frame frame) {
        if (duration instanceof Duration.Computed computed) {
            template(computed.value(), frame.input(), frame, null);
        }
    }

    private Type template(Template template, Type data, Frame frame, @Nullable String leaks) {
        return switch (template) {
            case Template.Literal literal -> Type.of(literal.value());
            case Template.Computed computed -> {
                Type value = evaluate(computed.expression(), data, frame);
                if (leaks != null && Types.holdsSecret(value)) {
                    evaluator.report(
                            computed.expression(),
                            DiagnosticCode.SECRET_LEAVES,
                            "a secret becomes a part of " + leaks + "; it is shown as "
                                    + JsonSecret.MASK
                                    + " and nothing can read it there, but every call that is given this data can use it;"
                                    + " use '$secrets' where the secret is needed instead");
                }
                yield value;
            }
            case Template.Loose loose -> Types.join(evaluator.loose(loose.expression(), data, frame), Type.STRING);
            case Template.UriTemplate uri -> Type.STRING;
            case Template.ArrayOf array -> {
                List<Type> elements = new ArrayList<>();
                for (Template element : array.elements()) {
                    elements.add(template(element, data, frame, leaks));
                }
                yield elements.stream().anyMatch(Type::isNever) ? Type.NEVER : Type.tuple(elements);
            }
            case Template.ObjectOf object -> {
                Map<String, Member> members = new LinkedHashMap<>();
                boolean fails = false;
                for (Template.Member member : object.members()) {
                    Type value = template(member.value(), data, frame, leaks);
                    fails |= value.isNever();
                    members.put(member.key(), new Member(value, true));
                }
                yield fails ? Type.NEVER : Type.object(members, Type.NEVER);
            }
        };
    }

    // --- bodies ---

    private Result body(Task task, Frame frame) {
        Type input = frame.input();
        Type context = frame.context();
        return switch (task) {
            case Task.Call call -> {
                given.put(call, template(call.arguments(), input, frame, null));
                if (call.subscription() != null) {
                    yield consume(call.subscription(), frame);
                }
                if (!isElsewhere(call)) {
                    yield Result.of(TaskOutputs.call(call, functions), context);
                }
                ended = Type.UNKNOWN; // nothing is known of what a function in another file does
                endedContext = Type.UNKNOWN;
                yield Result.of(Type.UNKNOWN, unknownContext());
            }
            case Task.CallDefined call -> {
                given.put(call, template(call.arguments(), input, frame, null));
                if (ends(call)) {
                    ended = Type.UNKNOWN;
                    endedContext = Type.UNKNOWN;
                }
                yield Result.of(Type.UNKNOWN, exports(call) ? unknownContext() : context);
            }
            case Task.Do block -> {
                State end = list(block.tasks(), new State(input, context), frame.locals());
                yield Result.of(end.data, end.context);
            }
            case Task.Emit emit -> {
                Type event = template(emit.event(), input, frame, "the event");
                yield Result.of(TaskOutputs.event(event), context);
            }
            case Task.For loop -> loop(loop, frame);
            case Task.Fork fork -> fork(fork, frame);
            case Task.Listen listen -> listen(listen, frame);
            case Task.Raise raise -> {
                template(raise.error(), input, frame, null);
                yield Result.of(Type.NEVER, context);
            }
            case Task.RunProcess run -> {
                template(run.configuration(), input, frame, null);
                if (run.external() != null) {
                    template(run.external().endpoint(), input, frame, null);
                }
                yield Result.of(run.await() ? TaskOutputs.process(run.result()) : input, context);
            }
            case Task.RunWorkflow run -> {
                given.put(run, run.input() == null ? input : template(run.input(), input, frame, null));
                yield Result.of(run.await() ? Type.UNKNOWN : input, context);
            }
            case Task.Set set -> Result.of(template(set.value(), input, frame, "the data"), context);
            case Task.Switch choice -> {
                List<FlowDirective> redirects = new ArrayList<>();
                boolean open = true;
                for (Task.Case one : choice.cases()) {
                    if (one.when() != null) {
                        condition(one.when(), input, frame);
                    } else {
                        open = false;
                    }
                    redirects.add(one.then());
                }
                if (open) {
                    redirects.add(task.head().then());
                }
                yield new Result(input, context, redirects);
            }
            case Task.Try attempt -> attempt(attempt, frame);
            case Task.Wait pause -> {
                duration(pause.duration(), frame);
                yield Result.of(input, context);
            }
        };
    }

    private Type unknownContext() {
        exported = Type.UNKNOWN;
        return Type.UNKNOWN;
    }

    private Result loop(Task.For loop, Frame frame) {
        Type items = template(loop.in(), frame.input(), frame, null);
        if (!items.isNever() && !items.may(Type.ARRAY_KIND) && loop.in() instanceof Template.Computed computed) {
            evaluator.report(
                    computed.expression(),
                    DiagnosticCode.WRONG_ARGUMENT,
                    "'for.in' needs an array, but this is " + Words.kinds(items) + ", so the task always fails");
        }
        if (!items.may(Type.ARRAY_KIND)) {
            return Result.of(Type.NEVER, frame.context());
        }
        State in = new State(frame.input(), frame.context());
        Type item = items.items();
        if (item.isNever()) {
            return Result.of(in.data, in.context);
        }
        Local locals = new Local(loop.at(), Type.NUMBER, new Local(loop.each(), item, frame.locals()));
        State state = turns(loop.tasks(), in, locals);
        Frame turn = new Frame(frame.head(), frame.raw(), frame.input(), Type.NULL, state.context, locals);
        condition(loop.condition(), state.data, turn);
        State after = list(loop.tasks(), state, locals).join(in);
        return Result.of(after.data, after.context);
    }

    /** The state before any turn of a loop. */
    private State turns(List<Task> list, State in, @Nullable Local locals) {
        if (evaluator.depth() >= DEEPEST_LOOPS) {
            return State.UNKNOWN;
        }
        State state = in;
        evaluator.enter();
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            State next = list(list, state, locals);
            State joined = turn < TURNS ? state.join(next) : state.widen(next);
            if (joined.equals(state)) {
                break;
            }
            state = turn == MOST_TURNS - 1 ? State.UNKNOWN : joined;
        }
        evaluator.leave();
        return state;
    }

    private Result fork(Task.Fork fork, Frame frame) {
        boolean shared = fork.branches().size() > 1 && fork.branches().stream().anyMatch(this::exports);
        Type context = shared ? unknownContext() : frame.context();
        List<Type> outputs = new ArrayList<>();
        Type after = context;
        for (Task branch : fork.branches()) {
            State end = list(List.of(branch), new State(frame.input(), context), frame.locals());
            outputs.add(end.data);
            after = Types.join(after, end.context);
        }
        if (outputs.isEmpty()) {
            return Result.of(fork.compete() ? frame.input() : Type.arrayOf(Type.NEVER), context);
        }
        if (fork.compete()) {
            return Result.of(Types.join(outputs), after);
        }
        return Result.of(outputs.stream().anyMatch(Type::isNever) ? Type.NEVER : Type.tuple(outputs), after);
    }

    private Result listen(Task.Listen listen, Frame frame) {
        Type event = TaskOutputs.event(listen.read());
        events(listen.to(), frame, Type.arrayOf(event));
        Task.Iterator foreach = listen.foreach();
        if (foreach == null) {
            return Result.of(Type.arrayOf(event), frame.context());
        }
        return foreach(foreach, event, frame);
    }

    private Result foreach(Task.Iterator foreach, Type event, Frame frame) {
        Local locals = new Local(foreach.at(), Type.NUMBER, new Local(foreach.item(), event, frame.locals()));
        List<Task> inside = foreach.tasks() == null ? List.of() : foreach.tasks();
        boolean changes =
                foreach.export().transform() != null || inside.stream().anyMatch(this::exports);
        Type context = changes ? unknownContext() : frame.context();
        State end = list(inside, new State(frame.input(), context), locals);
        Type result = inside.isEmpty() ? event : end.data;
        Frame turn = new Frame(frame.head(), frame.raw(), frame.input(), result, context, locals);
        if (!result.isNever()) {
            Type output = transformed(foreach.output(), result, turn, "the output");
            result = foreach.output().transform() == null ? event : output;
            if (!result.isNever()) {
                transformed(foreach.export(), result, turn, "the context");
            }
        }
        return Result.of(Type.arrayOf(result), context);
    }

    private Result consume(Task.Subscription subscription, Frame frame) {
        Type messages = Type.arrayOf(Type.OBJECT);
        condition(subscription.filter(), Type.OBJECT, frame);
        duration(subscription.time(), frame);
        condition(subscription.goesOn(), messages, frame);
        condition(subscription.until(), messages, frame);
        return subscription.foreach() == null
                ? Result.of(messages, frame.context())
                : foreach(subscription.foreach(), Type.OBJECT, frame);
    }

    private void events(EventStrategy strategy, Frame frame, Type consumed) {
        switch (strategy) {
            case EventStrategy.One one -> filter(one.filter(), frame);
            case EventStrategy.All all -> all.filters().forEach(filter -> filter(filter, frame));
            case EventStrategy.Any any -> {
                any.filters().forEach(filter -> filter(filter, frame));
                condition(any.until(), consumed, frame);
                if (any.untilConsumed() != null) {
                    events(any.untilConsumed(), frame, consumed);
                }
            }
        }
    }

    private void filter(EventStrategy.Filter filter, Frame frame) {
        for (EventStrategy.Attribute attribute : filter.with()) {
            template(attribute.value(), Type.UNKNOWN, frame, null);
        }
        for (EventStrategy.Correlation correlation : filter.correlate()) {
            evaluate(correlation.from(), Type.OBJECT, frame);
            if (correlation.expect() instanceof EventStrategy.Computed computed) {
                evaluate(computed.expression(), frame.input(), frame);
            }
        }
    }

    private Result attempt(Task.Try attempt, Frame frame) {
        Type before = exported;
        exported = Type.NEVER;
        State done = list(attempt.tasks(), new State(frame.input(), frame.context()), frame.locals());
        Type context = Types.join(frame.context(), exported);
        exported = Types.join(exported, before);
        Task.Catch handler = attempt.handler();
        Local locals = new Local(handler.as(), TaskOutputs.error(), frame.locals());
        Frame caught = new Frame(frame.head(), frame.raw(), frame.input(), Type.NULL, context, locals);
        condition(handler.when(), frame.input(), caught);
        condition(handler.exceptWhen(), frame.input(), caught);
        retry(handler.retry(), frame, caught);
        State handled = State.NEVER;
        if (handler.tasks() != null) {
            handled = list(handler.tasks(), new State(frame.input(), context), locals);
        } else if (handler.retry() == null) {
            handled = new State(frame.input(), context);
        }
        List<FlowDirective> redirects = new ArrayList<>();
        if (handler.then() != null && !handled.isNever()) {
            redirects.add(attempt.head().then());
            redirects.add(handler.then());
        }
        State all = done.join(handled);
        return new Result(all.data, all.context, redirects);
    }

    private void retry(Task.@Nullable Retry retry, Frame frame, Frame caught) {
        if (retry == null) {
            return;
        }
        condition(retry.when(), frame.input(), caught);
        condition(retry.exceptWhen(), frame.input(), caught);
        duration(retry.delay(), caught);
        duration(retry.attemptDuration(), frame);
        duration(retry.totalDuration(), caught);
        duration(retry.jitterFrom(), caught);
        duration(retry.jitterTo(), caught);
    }

    /** Whether a task, or one inside of it, can change the context. */
    private boolean exports(Task task) {
        return anywhere(
                exports,
                task,
                one -> isElsewhere(one)
                        || one.head().export().transform() != null
                        || (one instanceof Task.Listen listen && listen.foreach() != null)
                        || (one instanceof Task.Call call && call.subscription() != null));
    }

    /** Whether a task, or one inside of it, can end the workflow. */
    private boolean ends(Task task) {
        return anywhere(
                ends,
                task,
                one -> isElsewhere(one)
                        || directives(one).stream().anyMatch(then -> then instanceof FlowDirective.End));
    }

    /** Whether a task calls a function in another file, of which nothing is known. */
    private static boolean isElsewhere(Task task) {
        return task instanceof Task.Call call && !(FunctionName.of(call.function()) instanceof FunctionName.Known);
    }

    private boolean anywhere(IdentityHashMap<Task, Boolean> known, Task task, Predicate<Task> property) {
        Boolean before = known.get(task);
        if (before != null) {
            return before;
        }
        known.put(task, Boolean.TRUE); // a function that calls itself
        boolean found = property.test(task);
        for (Task inner : inside(task)) {
            found = found || anywhere(known, inner, property);
        }
        known.put(task, found);
        return found;
    }

    private List<Task> inside(Task task) {
        return switch (task) {
            case Task.Do block -> block.tasks();
            case Task.For loop -> loop.tasks();
            case Task.Fork fork -> fork.branches();
            case Task.Try attempt -> {
                List<Task> all = new ArrayList<>(attempt.tasks());
                all.addAll(orNone(attempt.handler().tasks()));
                yield all;
            }
            case Task.Listen listen ->
                listen.foreach() == null ? List.of() : orNone(listen.foreach().tasks());
            case Task.CallDefined call -> {
                Task function = workflow.functions().get(call.function());
                yield function == null ? List.of() : List.of(function);
            }
            case Task.Call call ->
                call.subscription() == null || call.subscription().foreach() == null
                        ? List.of()
                        : orNone(call.subscription().foreach().tasks());
            case Task.Emit t -> List.of();
            case Task.Raise t -> List.of();
            case Task.RunProcess t -> List.of();
            case Task.RunWorkflow t -> List.of();
            case Task.Set t -> List.of();
            case Task.Switch t -> List.of();
            case Task.Wait t -> List.of();
        };
    }

    private static List<Task> orNone(@Nullable List<Task> tasks) {
        return tasks == null ? List.of() : tasks;
    }

    /** Everywhere a task can go. */
    private static List<FlowDirective> directives(Task task) {
        List<FlowDirective> directives = new ArrayList<>();
        directives.add(task.head().then());
        if (task instanceof Task.Switch choice) {
            choice.cases().forEach(one -> directives.add(one.then()));
        }
        if (task instanceof Task.Try attempt && attempt.handler().then() != null) {
            directives.add(attempt.handler().then());
        }
        return directives;
    }
}
