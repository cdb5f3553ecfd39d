package io.flowork.grammar.binding;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape.Section;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workflow.ExternalResource;
import io.flowork.grammar.workflow.FlowDirective;
import io.flowork.grammar.workflow.Task;
import io.flowork.grammar.workflow.TaskHead;
import io.flowork.grammar.workflow.Template;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Binds checked tasks. */
final class TaskBinder {
    private static final Template NO_ARGUMENTS = new Template.Literal(JsonObject.EMPTY);

    private final Names names;
    private final TemplateBinder templates;
    private final StageBinder stages;
    private final EventBinder events;

    TaskBinder(Names names, TemplateBinder templates, StageBinder stages, EventBinder events) {
        this.names = names;
        this.templates = templates;
        this.stages = stages;
        this.events = events;
    }

    /**
     * A list of tasks.
     *
     * @param pointer the JSON pointer of the list
     */
    List<Task> list(Node node, String pointer) {
        List<Task> tasks = new ArrayList<>();
        List<Node> items = ((SequenceNode) node).items();
        for (int i = 0; i < items.size(); i++) {
            MappingNode.Entry entry = ((MappingNode) items.get(i)).entries().getFirst();
            String reference = pointer + "/" + i + "/" + JsonPointer.escaped(entry.name());
            tasks.add(task(entry.name(), reference, entry.key().range(), (MappingNode) entry.value()));
        }
        return List.copyOf(tasks);
    }

    private @Nullable List<Task> maybeList(@Nullable Node node, String pointer) {
        return node == null ? null : list(node, pointer);
    }

    /** A task. */
    Task task(String name, String reference, Range nameRange, MappingNode node) {
        TaskHead head = new TaskHead(
                name,
                reference,
                nameRange,
                nameRange.start() <= node.range().start() ? nameRange.span(node.range()) : nameRange,
                templates.maybeExpression(node.get("if")),
                stages.stage(node.get("input"), "from"),
                stages.stage(node.get("output"), "as"),
                stages.stage(node.get("export"), "as"),
                templates.timeout(node.get("timeout")),
                flow(node.get("then")),
                node.json());
        MappingNode.Entry kind = kind(node);
        Node value = kind.value();
        return switch (kind.name()) {
            case "call" -> call(head, ((ScalarNode) value).text(), node.get("with"));
            case "emit" -> emit(head, (MappingNode) value);
            case "for" -> loop(head, (MappingNode) value, node);
            case "do" -> new Task.Do(head, list(value, reference + "/do"));
            case "fork" -> fork(head, (MappingNode) value);
            case "listen" -> listen(head, (MappingNode) value, node.get("foreach"));
            case "raise" -> raise(head, needed((MappingNode) value, "error"));
            case "run" -> run(head, (MappingNode) value);
            case "set" -> new Task.Set(head, templates.data(value));
            case "switch" -> new Task.Switch(head, cases((SequenceNode) value));
            case "try" ->
                new Task.Try(
                        head,
                        list(value, reference + "/try"),
                        handler((MappingNode) needed(node, "catch"), reference + "/catch"));
            case "wait" -> new Task.Wait(head, templates.duration(value));
            default -> throw new IllegalStateException("no kind of task: " + kind.name());
        };
    }

    /** The entry that says a task's kind; {@code do} is a part of {@code for}. */
    private static MappingNode.Entry kind(MappingNode node) {
        MappingNode.Entry loop = node.entry("for");
        if (loop != null) {
            return loop;
        }
        for (MappingNode.Entry entry : node.entries()) {
            if (Language.taskKinds().containsKey(entry.name())) {
                return entry;
            }
        }
        throw new IllegalStateException("no kind of task at " + node.range());
    }

    private static Node needed(MappingNode node, String key) {
        Node value = node.get(key);
        if (value == null) {
            throw new IllegalStateException("no " + key + " at " + node.range());
        }
        return value;
    }

    private static FlowDirective flow(@Nullable Node node) {
        if (!(node instanceof ScalarNode target)) {
            return new FlowDirective.Continue();
        }
        return switch (target.text()) {
            case "continue" -> new FlowDirective.Continue();
            case "exit" -> new FlowDirective.Exit();
            case "end" -> new FlowDirective.End();
            default -> new FlowDirective.Goto(target.text());
        };
    }

    private Task call(TaskHead head, String function, @Nullable Node with) {
        ObjectType arguments = Language.arguments(function);
        Template given = with == null
                ? NO_ARGUMENTS
                : (arguments == null ? templates.data(with) : templates.object((MappingNode) with, arguments));
        boolean defined = arguments == null && names.find(Section.FUNCTIONS, function) != null;
        return defined
                ? new Task.CallDefined(head, function, given)
                : new Task.Call(head, function, given, subscription(head, function, with));
    }

    private Task.@Nullable Subscription subscription(TaskHead head, String function, @Nullable Node with) {
        if (!function.equals("asyncapi")
                || !(with instanceof MappingNode arguments)
                || !(arguments.get("subscription") instanceof MappingNode node)) {
            return null;
        }
        MappingNode consume = (MappingNode) needed(node, "consume");
        return new Task.Subscription(
                templates.maybeExpression(node.get("filter")),
                templates.maybeDuration(consume.get("for")),
                consume.get("amount") instanceof ScalarNode amount && amount.json() instanceof JsonInteger number
                        ? number.value()
                        : null,
                templates.maybeExpression(consume.get("while")),
                templates.maybeExpression(consume.get("until")),
                node.get("foreach") instanceof MappingNode foreach
                        ? iterator(foreach, head.reference() + "/with/subscription/foreach")
                        : null);
    }

    private Task emit(TaskHead head, MappingNode emit) {
        Node with = ((MappingNode) needed(emit, "event")).get("with");
        return new Task.Emit(
                head,
                with == null ? NO_ARGUMENTS : templates.object((MappingNode) with, Language.type("emittedEvent")));
    }

    private Task loop(TaskHead head, MappingNode loop, MappingNode node) {
        Node in = needed(loop, "in");
        return new Task.For(
                head,
                TemplateBinder.text(loop, "each", "item"),
                in instanceof ScalarNode ? new Template.Computed(templates.expression(in)) : templates.data(in),
                TemplateBinder.text(loop, "at", "index"),
                templates.maybeExpression(node.get("while")),
                list(needed(node, "do"), head.reference() + "/do"));
    }

    private Task fork(TaskHead head, MappingNode fork) {
        return new Task.Fork(
                head,
                flag(fork, "compete", false),
                list(needed(fork, "branches"), head.reference() + "/fork/branches"));
    }

    private static boolean flag(MappingNode node, String key, boolean otherwise) {
        if (node.get(key) instanceof ScalarNode scalar && scalar.json() instanceof JsonBoolean flag) {
            return flag.value();
        }
        return otherwise;
    }

    private Task listen(TaskHead head, MappingNode listen, @Nullable Node foreach) {
        return new Task.Listen(
                head,
                events.strategy((MappingNode) needed(listen, "to")),
                read(listen),
                foreach instanceof MappingNode iterator ? iterator(iterator, head.reference() + "/foreach") : null);
    }

    static Task.EventRead read(MappingNode node) {
        return Task.EventRead.valueOf(TemplateBinder.text(node, "read", "data").toUpperCase(Locale.ROOT));
    }

    private Task.Iterator iterator(MappingNode node, String pointer) {
        return new Task.Iterator(
                TemplateBinder.text(node, "item", "item"),
                TemplateBinder.text(node, "at", "index"),
                maybeList(node.get("do"), pointer + "/do"),
                stages.stage(node.get("output"), "as"),
                stages.stage(node.get("export"), "as"));
    }

    private Task raise(TaskHead head, Node error) {
        Node definition = error instanceof ScalarNode name ? names.find(Section.ERRORS, name.text()) : error;
        if (!(definition instanceof MappingNode mapping)) {
            throw new IllegalStateException("no error at " + error.range());
        }
        return new Task.Raise(head, templates.object(mapping, Language.type("error")));
    }

    private Task run(TaskHead head, MappingNode run) {
        boolean await = flag(run, "await", true);
        Task.ProcessResult result = Task.ProcessResult.valueOf(
                TemplateBinder.text(run, "return", "stdout").toUpperCase(Locale.ROOT));
        if (run.get("workflow") instanceof MappingNode workflow) {
            Node input = workflow.get("input");
            return new Task.RunWorkflow(
                    head,
                    TemplateBinder.text(workflow, "namespace", ""),
                    TemplateBinder.text(workflow, "name", ""),
                    TemplateBinder.text(workflow, "version", "latest"),
                    input == null ? null : templates.data(input),
                    await,
                    result);
        }
        String process = run.has("container") ? "container" : (run.has("script") ? "script" : "shell");
        MappingNode configuration = (MappingNode) needed(run, process);
        ExternalResource external =
                configuration.get("source") instanceof MappingNode source ? templates.resource(source) : null;
        return new Task.RunProcess(head, process, process(configuration, process), external, await, result);
    }

    /** A process's configuration; arguments that older versions wrote as an object stay one. */
    private Template process(MappingNode configuration, String process) {
        ObjectType type = Language.type(process);
        Property arguments = type.property("arguments");
        boolean legacy = arguments != null && configuration.get("arguments") instanceof MappingNode;
        return legacy ? templates.data(configuration) : templates.object(configuration, type);
    }

    private List<Task.Case> cases(SequenceNode node) {
        List<Task.Case> cases = new ArrayList<>();
        for (Node item : node.items()) {
            MappingNode.Entry entry = ((MappingNode) item).entries().getFirst();
            MappingNode one = (MappingNode) entry.value();
            cases.add(new Task.Case(entry.name(), templates.maybeExpression(one.get("when")), flow(one.get("then"))));
        }
        return List.copyOf(cases);
    }

    private Task.Catch handler(MappingNode node, String pointer) {
        Node filter = node.get("errors") instanceof MappingNode errors ? errors.get("with") : null;
        Node then = node.get("then");
        Node retry = node.get("retry");
        Node policy = retry instanceof ScalarNode name ? names.find(Section.RETRIES, name.text()) : retry;
        return new Task.Catch(
                filter instanceof MappingNode mapping ? mapping.json() : null,
                TemplateBinder.text(node, "as", "error"),
                templates.maybeExpression(node.get("when")),
                templates.maybeExpression(node.get("exceptWhen")),
                policy instanceof MappingNode mapping ? retry(mapping) : null,
                maybeList(node.get("do"), pointer + "/do"),
                then == null ? null : flow(then));
    }

    private Task.Retry retry(MappingNode node) {
        MappingNode backoff = node.get("backoff") instanceof MappingNode mapping ? mapping : null;
        MappingNode limit = node.get("limit") instanceof MappingNode mapping ? mapping : null;
        MappingNode attempt = limit != null && limit.get("attempt") instanceof MappingNode mapping ? mapping : null;
        MappingNode jitter = node.get("jitter") instanceof MappingNode mapping ? mapping : null;
        Long attempts = attempt != null
                        && attempt.get("count") instanceof ScalarNode count
                        && count.json() instanceof JsonInteger number
                ? number.value()
                : null;
        return new Task.Retry(
                templates.maybeExpression(node.get("when")),
                templates.maybeExpression(node.get("exceptWhen")),
                templates.maybeDuration(node.get("delay")),
                backoff == null || backoff.has("constant")
                        ? Task.Backoff.CONSTANT
                        : (backoff.has("linear") ? Task.Backoff.LINEAR : Task.Backoff.EXPONENTIAL),
                attempts,
                attempt == null ? null : templates.maybeDuration(attempt.get("duration")),
                limit == null ? null : templates.maybeDuration(limit.get("duration")),
                jitter == null ? null : templates.maybeDuration(jitter.get("from")),
                jitter == null ? null : templates.maybeDuration(jitter.get("to")));
    }
}
