package io.flowork.grammar.binding;

import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.scope.LocalVariable;
import io.flowork.grammar.scope.LocalVariable.Kind;
import io.flowork.grammar.scope.Stage;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.ErrorNode;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out for every expression of a document at which stage it stands and which variables are around it. */
final class Sites {
    private final Expressions expressions;
    private final List<ExpressionSite> sites = new ArrayList<>();
    private final List<LocalVariable> errors = new ArrayList<>();

    private Sites(Expressions expressions) {
        this.expressions = expressions;
    }

    static List<ExpressionSite> of(MappingNode root, Expressions expressions) {
        Sites sites = new Sites(expressions);
        sites.workflow(root);
        return sites.sites;
    }

    private void workflow(MappingNode root) {
        MappingNode use = null;
        for (MappingNode.Entry entry : root.entries()) {
            switch (entry.name()) {
                case "input" -> all(entry.value(), Stage.WORKFLOW_INPUT, List.of());
                case "output" -> all(entry.value(), Stage.WORKFLOW_OUTPUT, List.of());
                case "do" -> tasks(entry.value(), List.of());
                case "use" -> {
                    if (entry.value() instanceof MappingNode mapping) {
                        use = mapping;
                    }
                }
                default -> all(entry.value(), Stage.DEFINITION, List.of());
            }
        }
        if (use != null) {
            use(use);
        }
    }

    /** A retry policy that has a name sees the error of whichever task uses it. */
    private void use(MappingNode use) {
        for (MappingNode.Entry entry : use.entries()) {
            switch (entry.name()) {
                case "functions" -> {
                    if (entry.value() instanceof MappingNode functions) {
                        functions.entries().forEach(function -> task(function, List.of()));
                    }
                }
                case "extensions" -> {
                    if (entry.value() instanceof SequenceNode extensions) {
                        extensions.items().forEach(this::extension);
                    }
                }
                case "retries" -> all(entry.value(), Stage.DEFINITION, List.copyOf(errors));
                default -> all(entry.value(), Stage.DEFINITION, List.of());
            }
        }
    }

    private void extension(Node item) {
        if (!(item instanceof MappingNode named)) {
            return;
        }
        for (MappingNode.Entry one : named.entries()) {
            if (one.value() instanceof MappingNode extension) {
                for (MappingNode.Entry entry : extension.entries()) {
                    if (entry.name().equals("before") || entry.name().equals("after")) {
                        tasks(entry.value(), List.of());
                    } else {
                        all(entry.value(), Stage.DEFINITION, List.of());
                    }
                }
            }
        }
    }

    private void tasks(Node list, List<LocalVariable> locals) {
        if (list instanceof SequenceNode sequence) {
            for (Node item : sequence.items()) {
                if (item instanceof MappingNode named) {
                    named.entries().forEach(entry -> task(entry, locals));
                }
            }
        }
    }

    private void task(MappingNode.Entry named, List<LocalVariable> locals) {
        if (!(named.value() instanceof MappingNode task)) {
            return;
        }
        String name = named.name();
        Range declaration = named.key().range();
        List<LocalVariable> loop = task.get("for") instanceof MappingNode each
                ? with(
                        locals,
                        local(each, "item", Kind.ITEM, name, declaration),
                        local(each, "index", Kind.INDEX, name, declaration))
                : locals;
        for (MappingNode.Entry entry : task.entries()) {
            switch (entry.name()) {
                case "if" -> all(entry.value(), Stage.CONDITION, locals);
                case "input" -> all(entry.value(), Stage.TASK_INPUT, locals);
                case "output" -> all(entry.value(), Stage.TASK_OUTPUT, locals);
                case "export" -> all(entry.value(), Stage.TASK_EXPORT, locals);
                case "while" -> all(entry.value(), Stage.DEFINITION, loop);
                case "do" -> tasks(entry.value(), loop);
                case "try" -> tasks(entry.value(), locals);
                case "fork" -> fork(entry.value(), locals);
                case "foreach" -> foreach(entry.value(), locals, name, declaration);
                case "with" -> arguments(entry.value(), locals, name, declaration);
                case "catch" -> handler(entry.value(), locals, name, declaration);
                default -> all(entry.value(), Stage.DEFINITION, locals);
            }
        }
    }

    private void fork(Node node, List<LocalVariable> locals) {
        if (node instanceof MappingNode fork) {
            Node branches = fork.get("branches");
            if (branches != null) {
                tasks(branches, locals);
            }
        }
    }

    private void foreach(Node node, List<LocalVariable> outer, String task, Range declaration) {
        if (!(node instanceof MappingNode foreach)) {
            return;
        }
        List<LocalVariable> locals = with(
                outer,
                local(foreach, "item", Kind.EVENT, task, declaration),
                local(foreach, "index", Kind.EVENT_INDEX, task, declaration));
        for (MappingNode.Entry entry : foreach.entries()) {
            switch (entry.name()) {
                case "do" -> tasks(entry.value(), locals);
                case "output" -> all(entry.value(), Stage.TASK_OUTPUT, locals);
                case "export" -> all(entry.value(), Stage.TASK_EXPORT, locals);
                default -> all(entry.value(), Stage.DEFINITION, locals);
            }
        }
    }

    /** A subscription of an AsyncAPI call has a loop over its messages. */
    private void arguments(Node node, List<LocalVariable> locals, String task, Range declaration) {
        if (!(node instanceof MappingNode arguments)) {
            all(node, Stage.DEFINITION, locals);
            return;
        }
        for (MappingNode.Entry entry : arguments.entries()) {
            if (entry.name().equals("subscription") && entry.value() instanceof MappingNode subscription) {
                for (MappingNode.Entry part : subscription.entries()) {
                    if (part.name().equals("foreach")) {
                        foreach(part.value(), locals, task, declaration);
                    } else {
                        all(part.value(), Stage.DEFINITION, locals);
                    }
                }
            } else {
                all(entry.value(), Stage.DEFINITION, locals);
            }
        }
    }

    private void handler(Node node, List<LocalVariable> outer, String task, Range declaration) {
        if (!(node instanceof MappingNode handler)) {
            return;
        }
        LocalVariable error = local(handler, "error", Kind.ERROR, task, declaration);
        errors.add(error);
        List<LocalVariable> locals = with(outer, error);
        for (MappingNode.Entry entry : handler.entries()) {
            if (entry.name().equals("do")) {
                tasks(entry.value(), locals);
            } else {
                all(entry.value(), Stage.DEFINITION, locals);
            }
        }
    }

    private static LocalVariable local(MappingNode node, String otherwise, Kind kind, String task, Range declaration) {
        return new LocalVariable(TemplateBinder.text(node, kind.key(), otherwise), kind, task, declaration, node);
    }

    private static List<LocalVariable> with(List<LocalVariable> outer, LocalVariable... more) {
        List<LocalVariable> all = new ArrayList<>(outer);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }

    /** All expressions in a part of the document that are at the same stage. */
    private void all(@Nullable Node node, Stage stage, List<LocalVariable> locals) {
        switch (node) {
            case null -> {}
            case ErrorNode broken -> {}
            case ScalarNode scalar -> {
                Expressions.Found found = expressions.found(scalar);
                if (found != null) {
                    sites.add(new ExpressionSite(
                            found.expression(), scalar, found.offset(), found.loose(), stage, locals));
                }
            }
            case SequenceNode sequence -> sequence.items().forEach(item -> all(item, stage, locals));
            case MappingNode mapping -> mapping.entries().forEach(entry -> all(entry.value(), stage, locals));
        }
    }
}
