package io.flowork.grammar.binding;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workflow.Extension;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.workflow.Schedule;
import io.flowork.grammar.workflow.Task;
import io.flowork.grammar.workflow.Template;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.grammar.workspace.Link;
import io.flowork.grammar.yaml.Document;
import io.flowork.grammar.yaml.ErrorNode;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binds a document to a workflow. */
public final class WorkflowBinder {
    private final Names names;
    private final TemplateBinder templates;
    private final StageBinder stages;
    private final EventBinder events;
    private final TaskBinder tasks;

    /**
     * What became of a document.
     *
     * @param workflow the workflow; null when there is an error
     * @param diagnostics what is wrong with the document, those of its syntax first
     * @param sites the expressions that could be read, in the order of the document
     * @param links what the document names outside of itself
     */
    public record Bound(
            @Nullable Workflow workflow, List<Diagnostic> diagnostics, List<ExpressionSite> sites, List<Link> links) {
        /** Copies the lists. */
        public Bound {
            sites = List.copyOf(sites);
            diagnostics = List.copyOf(diagnostics);
            links = List.copyOf(links);
        }
    }

    private WorkflowBinder(Names names, Expressions expressions) {
        this.names = names;
        this.templates = new TemplateBinder(names, expressions);
        this.stages = new StageBinder(templates);
        this.events = new EventBinder(templates);
        this.tasks = new TaskBinder(names, templates, stages, events);
    }

    /**
     * Checks a document and, if it has no error, binds it.
     *
     * @param functions what can be called besides the functions of the standard
     */
    public static Bound bind(Document document, FunctionSignatures functions) {
        Report report = new Report(document.source());
        document.diagnostics().forEach(report::add);
        Node node = document.root();
        if (node == null || node instanceof ErrorNode) {
            return new Bound(null, report.diagnostics(), List.of(), report.links());
        }
        if (!(node instanceof MappingNode root)) {
            if (document.skipped().isEmpty()) {
                notAWorkflow(report, node, "but this is " + Words.found(node));
            }
            return new Bound(null, report.diagnostics(), List.of(), report.links());
        }
        if (!root.incomplete() && !root.has("document") && !root.has("do")) {
            notAWorkflow(
                    report,
                    root.entries().isEmpty() ? root : root.entries().getFirst().key(),
                    "but this has neither");
            return new Bound(null, report.diagnostics(), List.of(), report.links());
        }
        Names names = new Names(root, functions);
        Expressions expressions = new Expressions(report, names.loose());
        new Checker(report, names, expressions).workflow(root);
        List<ExpressionSite> sites = Sites.of(root, expressions);
        for (Diagnostic diagnostic : report.diagnostics()) {
            if (diagnostic.severity() == Severity.ERROR) {
                return new Bound(null, report.diagnostics(), sites, report.links());
            }
        }
        return new Bound(
                new WorkflowBinder(names, expressions).workflow(root), report.diagnostics(), sites, report.links());
    }

    /**
     * What became of a document with one function.
     *
     * @param task the function; null when there is an error
     * @param diagnostics what is wrong with the document
     */
    public record BoundFunction(@Nullable Task task, List<Diagnostic> diagnostics) {
        /** Copies the list. */
        public BoundFunction {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /**
     * Checks a document that a function is kept in and, if it has no error, binds it. The document is a task, or an object
     * whose only member is the function's name with the task. It sees nothing of any workflow's {@code use}, but may call
     * functions of its catalogs.
     *
     * @param name what the function is called when the document does not say
     * @param place what the references of its tasks begin with
     */
    public static BoundFunction bindFunction(Document document, String name, String place) {
        Report report = new Report(document.source());
        document.diagnostics().forEach(report::add);
        if (!(document.root() instanceof MappingNode root)) {
            if (document.diagnostics().isEmpty()) {
                report.add(DiagnosticCode.NO_TASK_KIND, Range.NONE, "a function is a task, but this is no object");
            }
            return new BoundFunction(null, report.diagnostics());
        }
        MappingNode.Entry named = named(root);
        MappingNode task = named == null ? root : (MappingNode) named.value();
        Names names = Names.ofFunction();
        Expressions expressions = new Expressions(report, names.loose());
        new Checker(report, names, expressions).function(task, named == null ? name : named.name());
        if (report.diagnostics().stream().anyMatch(found -> found.severity() == Severity.ERROR)) {
            return new BoundFunction(null, report.diagnostics());
        }
        return new BoundFunction(
                new WorkflowBinder(names, expressions)
                        .tasks.task(
                                named == null ? name : named.name(),
                                named == null ? place : place + "/" + JsonPointer.escaped(named.name()),
                                named == null ? Range.NONE : named.key().range(),
                                task),
                report.diagnostics());
    }

    /** The only member of a document, when it is a name with a task. */
    private static MappingNode.@Nullable Entry named(MappingNode root) {
        if (root.entries().size() != 1) {
            return null;
        }
        MappingNode.Entry only = root.entries().getFirst();
        boolean task = Language.taskKinds().containsKey(only.name());
        return !task && only.value() instanceof MappingNode ? only : null;
    }

    private static void notAWorkflow(Report report, Node at, String but) {
        Range range = at.range();
        report.add(
                DiagnosticCode.NOT_A_WORKFLOW,
                new Range(
                        range.start(),
                        at instanceof ScalarNode ? range.end() : Math.min(range.start() + 1, range.end())),
                "a workflow is an object with 'document' and 'do', " + but);
    }

    private Workflow workflow(MappingNode root) {
        MappingNode document = object(root, "document");
        MappingNode use = object(root, "use");
        Node list = root.get("do");
        return new Workflow(
                TemplateBinder.text(document, "dsl", ""),
                TemplateBinder.text(document, "namespace", ""),
                TemplateBinder.text(document, "name", ""),
                TemplateBinder.text(document, "version", ""),
                stages.stage(root.get("input"), "from"),
                list == null ? List.of() : tasks.list(list, "/do"),
                functions(use),
                catalogs(use),
                extensions(use),
                List.copyOf(
                        names.of(io.flowork.grammar.dsl.Shape.Section.SECRETS).keySet()),
                templates.timeout(root.get("timeout")),
                stages.stage(root.get("output"), "as"),
                root.get("schedule") instanceof MappingNode schedule ? schedule(schedule) : null,
                root.json());
    }

    private static final MappingNode NONE = MappingNode.empty();

    private static MappingNode object(MappingNode node, String key) {
        return node.get(key) instanceof MappingNode mapping ? mapping : NONE;
    }

    private Map<String, Task> functions(MappingNode use) {
        Map<String, Task> functions = new LinkedHashMap<>();
        for (MappingNode.Entry entry : object(use, "functions").entries()) {
            functions.put(
                    entry.name(),
                    tasks.task(
                            entry.name(),
                            "/use/functions/" + JsonPointer.escaped(entry.name()),
                            entry.key().range(),
                            (MappingNode) entry.value()));
        }
        return Collections.unmodifiableMap(functions);
    }

    private Map<String, Template> catalogs(MappingNode use) {
        Map<String, Template> catalogs = new LinkedHashMap<>();
        for (MappingNode.Entry entry : object(use, "catalogs").entries()) {
            catalogs.put(
                    entry.name(),
                    templates.resource((MappingNode) entry.value()).endpoint());
        }
        return Collections.unmodifiableMap(catalogs);
    }

    private List<Extension> extensions(MappingNode use) {
        List<Extension> extensions = new ArrayList<>();
        if (use.get("extensions") instanceof SequenceNode sequence) {
            List<Node> items = sequence.items();
            for (int i = 0; i < items.size(); i++) {
                MappingNode.Entry entry = ((MappingNode) items.get(i)).entries().getFirst();
                MappingNode extension = (MappingNode) entry.value();
                String pointer = "/use/extensions/" + i + "/" + JsonPointer.escaped(entry.name());
                Node before = extension.get("before");
                Node after = extension.get("after");
                extensions.add(new Extension(
                        entry.name(),
                        TemplateBinder.text(extension, "extend", "all"),
                        templates.maybeExpression(extension.get("when")),
                        before == null ? null : tasks.list(before, pointer + "/before"),
                        after == null ? null : tasks.list(after, pointer + "/after")));
            }
        }
        return List.copyOf(extensions);
    }

    private Schedule schedule(MappingNode node) {
        return new Schedule(
                templates.maybeDuration(node.get("every")),
                node.get("cron") instanceof ScalarNode cron ? cron.text() : null,
                templates.maybeDuration(node.get("after")),
                node.get("on") instanceof MappingNode on ? events.strategy(on) : null,
                TaskBinder.read(node));
    }
}
