package io.flowork.core.program;

import io.flowork.core.jq.CompiledFilter;
import io.flowork.core.jq.JqCompileException;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.scope.LocalVariable;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workflow.DataStage;
import io.flowork.grammar.workflow.Duration;
import io.flowork.grammar.workflow.EventStrategy;
import io.flowork.grammar.workflow.Expression;
import io.flowork.grammar.workflow.Extension;
import io.flowork.grammar.workflow.ExternalResource;
import io.flowork.grammar.workflow.FlowDirective;
import io.flowork.grammar.workflow.FunctionName;
import io.flowork.grammar.workflow.SchemaSpec;
import io.flowork.grammar.workflow.Task;
import io.flowork.grammar.workflow.TaskHead;
import io.flowork.grammar.workflow.Template;
import io.flowork.grammar.workflow.Workflow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a typed workflow into a program. */
final class ProgramCompiler {
    private static final int[] NO_EXTENSIONS = {};

    private final Workflow workflow;
    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, TaskList> functions = new HashMap<>();
    private boolean extendable = true;

    ProgramCompiler(Workflow workflow) {
        this.workflow = workflow;
    }

    Program compile(String hash) {
        workflow.functions().keySet().forEach(name -> functions.put(name, new TaskList()));
        workflow.functions().forEach((name, task) -> list(function(name), List.of(task), Scope.ROOT));
        Node root = new Node(
                workflow.name(),
                "/",
                Range.NONE,
                new TaskList(),
                0,
                null,
                stage(workflow.input(), Scope.ROOT),
                stage(workflow.output(), Scope.ROOT),
                Stage.NONE,
                duration(workflow.timeout(), Scope.ROOT),
                Flow.END,
                NO_EXTENSIONS,
                workflow.definition(),
                Scope.ROOT,
                new Body.Do(list(new TaskList(), workflow.tasks(), Scope.ROOT)));
        root.list().set(new Node[] {root});
        nodes.put(root.reference(), root);
        extendable = false;
        List<Extender> extensions = new ArrayList<>();
        for (Extension extension : workflow.extensions()) {
            extensions.add(new Extender(
                    extension.name(),
                    expression(extension.when(), Scope.ROOT),
                    optionalList(extension.before(), Scope.ROOT),
                    optionalList(extension.after(), Scope.ROOT)));
        }
        return new Program(workflow, hash, root, extensions, nodes);
    }

    private TaskList function(String name) {
        TaskList function = functions.get(name);
        if (function == null) {
            throw new IllegalArgumentException("the workflow has no function " + name);
        }
        return function;
    }

    private @Nullable TaskList optionalList(@Nullable List<Task> tasks, Scope scope) {
        return tasks == null ? null : list(new TaskList(), tasks, scope);
    }

    private TaskList list(TaskList list, List<Task> tasks, Scope scope) {
        Map<String, Integer> places = new HashMap<>();
        for (Task task : tasks) {
            places.put(task.head().name(), places.size());
        }
        Node[] all = new Node[tasks.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = node(tasks.get(i), list, i, places, scope);
        }
        list.set(all);
        return list;
    }

    private Node node(Task task, TaskList list, int index, Map<String, Integer> places, Scope scope) {
        TaskHead head = task.head();
        Node node = new Node(
                head.name(),
                head.reference(),
                head.range(),
                list,
                index,
                expression(head.condition(), scope),
                stage(head.input(), scope),
                stage(head.output(), scope),
                stage(head.export(), scope),
                duration(head.timeout(), scope),
                flow(head.then(), places),
                extensions(task),
                head.definition(),
                scope,
                body(task, places, scope));
        nodes.put(node.reference(), node);
        return node;
    }

    private int[] extensions(Task task) {
        if (!extendable || workflow.extensions().isEmpty()) {
            return NO_EXTENSIONS;
        }
        List<Integer> matching = new ArrayList<>();
        for (int i = 0; i < workflow.extensions().size(); i++) {
            if (workflow.extensions().get(i).applies(task)) {
                matching.add(i);
            }
        }
        return matching.stream().mapToInt(Integer::intValue).toArray();
    }

    private Body body(Task task, Map<String, Integer> places, Scope scope) {
        return switch (task) {
            case Task.Call t -> call(t, scope);
            case Task.CallDefined t -> new Body.CallDefined(function(t.function()), template(t.arguments(), scope));
            case Task.Do t -> new Body.Do(list(new TaskList(), t.tasks(), scope));
            case Task.Emit t -> new Body.Emit(template(t.event(), scope));
            case Task.For t -> {
                Scope inside = scope.with(LocalVariable.names(t));
                yield new Body.For(
                        template(t.in(), scope),
                        expression(t.condition(), inside),
                        list(new TaskList(), t.tasks(), inside));
            }
            case Task.Fork t -> new Body.Fork(t.compete(), list(new TaskList(), t.branches(), scope));
            case Task.Listen t -> listen(t, scope);
            case Task.Raise t -> new Body.Raise(template(t.error(), scope));
            case Task.RunProcess t ->
                new Body.RunProcess(
                        "run:" + t.process(),
                        template(t.configuration(), scope),
                        resource(t.external(), scope),
                        t.await(),
                        t.result());
            case Task.RunWorkflow t ->
                new Body.RunWorkflow(
                        t.namespace(),
                        t.name(),
                        t.version(),
                        t.input() == null ? null : template(t.input(), scope),
                        t.await());
            case Task.Set t -> new Body.Set(template(t.value(), scope));
            case Task.Switch t -> {
                List<Body.Case> cases = new ArrayList<>();
                for (Task.Case c : t.cases()) {
                    cases.add(new Body.Case(c.name(), expression(c.when(), scope), flow(c.then(), places)));
                }
                cases.sort(Comparator.comparing(c -> c.when() == null));
                yield new Body.Switch(List.copyOf(cases));
            }
            case Task.Try t -> attempt(t, places, scope);
            case Task.Wait t -> new Body.Wait(durationOf(t.duration(), scope));
        };
    }

    private Body call(Task.Call task, Scope scope) {
        Evaluable arguments = template(task.arguments(), scope);
        if (task.subscription() != null) {
            return consume(task.function(), arguments, task.subscription(), scope);
        }
        return switch (FunctionName.of(task.function())) {
            case FunctionName.Known known -> new Body.Call(known.name(), arguments, resourceMember(known.name()));
            case FunctionName.Url url ->
                new Body.CallFetched(
                        task.function(), new Evaluable.Constant(JsonString.of(url.uri())), null, arguments);
            case FunctionName.Catalogued catalogued -> {
                Template catalog = workflow.catalogs().get(catalogued.catalog());
                if (catalog == null && !catalogued.catalog().equals(FunctionName.DEFAULT_CATALOG)) {
                    throw new IllegalArgumentException("there is no catalog '" + catalogued.catalog() + "'");
                }
                yield new Body.CallFetched(
                        task.function(),
                        catalog == null ? null : template(catalog, Scope.ROOT),
                        catalogued.path(),
                        arguments);
            }
        };
    }

    private Body consume(String function, Evaluable arguments, Task.Subscription subscription, Scope scope) {
        return new Body.Consume(
                function,
                arguments,
                expression(subscription.filter(), scope),
                duration(subscription.time(), scope),
                subscription.amount(),
                expression(subscription.goesOn(), scope),
                expression(subscription.until(), scope),
                foreach(subscription.foreach(), scope));
    }

    /** Compiles a function that is kept in a file, for the workflow that calls it. */
    FetchedFunction function(String text, Task task) {
        TaskList list = list(new TaskList(), List.of(task), Scope.ROOT);
        return new FetchedFunction(text, list, nodes);
    }

    private static @Nullable String resourceMember(String function) {
        return switch (function) {
            case "openapi", "asyncapi" -> "document";
            case "grpc" -> "proto";
            case "a2a" -> "agentCard";
            default -> null;
        };
    }

    private Body listen(Task.Listen task, Scope scope) {
        return new Body.Listen(events(task.to(), scope), task.read(), foreach(task.foreach(), scope));
    }

    private Body.@Nullable Foreach foreach(Task.@Nullable Iterator iterator, Scope scope) {
        if (iterator == null) {
            return null;
        }
        Scope inside = scope.with(LocalVariable.names(iterator));
        return new Body.Foreach(
                optionalList(iterator.tasks(), inside),
                stage(iterator.output(), inside),
                stage(iterator.export(), inside));
    }

    private Body.Events events(EventStrategy strategy, Scope scope) {
        return switch (strategy) {
            case EventStrategy.One one -> new Body.One(filter(one.filter(), scope));
            case EventStrategy.All all -> new Body.All(filters(all.filters(), scope));
            case EventStrategy.Any any ->
                new Body.Any(
                        filters(any.filters(), scope),
                        expression(any.until(), scope),
                        any.untilConsumed() == null ? null : events(any.untilConsumed(), scope));
        };
    }

    private List<Body.EventFilter> filters(List<EventStrategy.Filter> filters, Scope scope) {
        return filters.stream().map(filter -> filter(filter, scope)).toList();
    }

    private Body.EventFilter filter(EventStrategy.Filter filter, Scope scope) {
        List<Body.Attribute> attributes = filter.with().stream()
                .map(attribute -> new Body.Attribute(attribute.name(), template(attribute.value(), scope)))
                .toList();
        List<Body.Correlation> correlations = filter.correlate().stream()
                .map(c -> new Body.Correlation(c.name(), expressionOf(c.from(), scope), expectation(c.expect(), scope)))
                .toList();
        return new Body.EventFilter(attributes, correlations);
    }

    private @Nullable Evaluable expectation(EventStrategy.@Nullable Expectation expectation, Scope scope) {
        return switch (expectation) {
            case null -> null;
            case EventStrategy.Constant constant -> new Evaluable.Constant(constant.value());
            case EventStrategy.Computed computed -> expressionOf(computed.expression(), scope);
        };
    }

    private Body attempt(Task.Try task, Map<String, Integer> places, Scope scope) {
        Task.Catch handler = task.handler();
        Scope inside = scope.with(LocalVariable.names(handler));
        Body.Retry retry = null;
        if (handler.retry() != null) {
            Task.Retry policy = handler.retry();
            retry = new Body.Retry(
                    expression(policy.when(), inside),
                    expression(policy.exceptWhen(), inside),
                    duration(policy.delay(), inside),
                    policy.backoff(),
                    policy.attempts(),
                    duration(policy.attemptDuration(), scope),
                    duration(policy.totalDuration(), inside),
                    duration(policy.jitterFrom(), inside),
                    duration(policy.jitterTo(), inside));
        }
        return new Body.Try(
                list(new TaskList(), task.tasks(), scope),
                handler.filter(),
                handler.as(),
                expression(handler.when(), inside),
                expression(handler.exceptWhen(), inside),
                retry,
                optionalList(handler.tasks(), inside),
                handler.then() == null ? null : flow(handler.then(), places));
    }

    private static Flow flow(FlowDirective directive, Map<String, Integer> places) {
        return switch (directive) {
            case FlowDirective.Continue d -> Flow.CONTINUE;
            case FlowDirective.Exit d -> Flow.EXIT;
            case FlowDirective.End d -> Flow.END;
            case FlowDirective.Goto d -> {
                Integer place = places.get(d.task());
                if (place == null) {
                    throw new IllegalArgumentException("there is no task " + d.task() + " in the list");
                }
                yield new Flow.Goto(place);
            }
        };
    }

    private Stage stage(DataStage stage, Scope scope) {
        if (stage.schema() == null && stage.transform() == null) {
            return Stage.NONE;
        }
        return new Stage(
                stage.schema(),
                stage.schema() instanceof SchemaSpec.External external ? resource(external.resource(), scope) : null,
                stage.transform() == null ? null : template(stage.transform(), scope));
    }

    private @Nullable Evaluable resource(@Nullable ExternalResource resource, Scope scope) {
        return resource == null ? null : template(resource.endpoint(), scope);
    }

    private @Nullable Evaluable duration(@Nullable Duration duration, Scope scope) {
        return duration == null ? null : durationOf(duration, scope);
    }

    private Evaluable durationOf(Duration duration, Scope scope) {
        return switch (duration) {
            case Duration.Fixed fixed -> new Evaluable.Constant(JsonNumber.of(fixed.millis()));
            case Duration.Computed computed -> template(computed.value(), scope);
        };
    }

    private Evaluable template(Template template, Scope scope) {
        return switch (template) {
            case Template.Literal literal -> new Evaluable.Constant(literal.value());
            case Template.Computed computed -> expressionOf(computed.expression(), scope);
            case Template.Loose loose -> loose(loose, scope);
            case Template.UriTemplate uri -> {
                UriTemplate parsed = UriTemplate.parse(uri.text());
                yield parsed.hasVariables()
                        ? new Evaluable.Uri(parsed)
                        : new Evaluable.Constant(JsonString.of(uri.text()));
            }
            case Template.ArrayOf array ->
                new Evaluable.ArrayOf(array.elements().stream()
                        .map(element -> template(element, scope))
                        .toArray(Evaluable[]::new));
            case Template.ObjectOf object ->
                new Evaluable.ObjectOf(
                        object.members().stream()
                                .map(member -> member.key().intern())
                                .toArray(String[]::new),
                        object.members().stream()
                                .map(member -> template(member.value(), scope))
                                .toArray(Evaluable[]::new));
        };
    }

    private Evaluable loose(Template.Loose loose, Scope scope) {
        try {
            return new Evaluable.Loose(
                    CompiledFilter.compile(loose.expression().filter(), scope.names()),
                    loose.expression(),
                    loose.text());
        } catch (JqCompileException e) {
            return new Evaluable.Constant(JsonString.of(loose.text()));
        }
    }

    private @Nullable Evaluable expression(@Nullable Expression expression, Scope scope) {
        return expression == null ? null : expressionOf(expression, scope);
    }

    private Evaluable expressionOf(Expression expression, Scope scope) {
        try {
            return new Evaluable.Computed(CompiledFilter.compile(expression.filter(), scope.names()), expression);
        } catch (JqCompileException e) {
            // The analysis of the file finds every such name, and there is no workflow with an error.
            throw new IllegalArgumentException(expression.text() + ": " + e.getMessage(), e);
        }
    }
}
