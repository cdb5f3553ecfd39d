package io.flowork.grammar.workspace;

import io.flowork.grammar.WorkflowAnalysis.Analysis;
import io.flowork.grammar.flow.Places;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.workflow.FlowDirective;
import io.flowork.grammar.workflow.SchemaSpec;
import io.flowork.grammar.workflow.Task;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a workflow file where other files are checked: little, so that it can be kept for all files.
 *
 * @param source the file
 * @param identity what the workflow is called; null if that is not said, even in a file with errors
 * @param links what it names outside of itself
 * @param always the workflows that every run of it runs to its end
 * @param given what it gives to the workflows that it runs
 * @param input what it must be given itself
 */
public record WorkflowFacts(
        SourceText source,
        @Nullable Identity identity,
        List<Link> links,
        List<Link.Subflow> always,
        List<Given> given,
        @Nullable SchemaSpec input) {
    /** Copies the lists. */
    public WorkflowFacts {
        links = List.copyOf(links);
        always = List.copyOf(always);
        given = List.copyOf(given);
    }

    /**
     * What a workflow is given by another one.
     *
     * @param to the workflow
     * @param type the type of its input
     * @param node the input as it is written; null when the task's own input is passed on
     */
    public record Given(
            Link.Subflow to, Type type, @Nullable Node node) {}

    /**
     * What a workflow is called.
     *
     * @param range where its name stands
     * @param versionRange where its version stands
     */
    public record Identity(String namespace, String name, String version, Range range, Range versionRange) {
        /** Namespace and name as people write them. */
        public String title() {
            return namespace + "/" + name;
        }

        boolean isSame(Identity other) {
            return title().equals(other.title()) && version.equals(other.version);
        }
    }

    /** The facts of a file that was analysed. */
    public static WorkflowFacts of(SourceText source, Analysis analysis) {
        Workflow workflow = analysis.workflow();
        List<Link.Subflow> always = new ArrayList<>();
        if (workflow != null) {
            collect(workflow.tasks(), analysis.links(), always);
        }
        Node root = analysis.tree().root();
        List<Given> given = new ArrayList<>();
        analysis.expressions().given().forEach((task, type) -> {
            Link.Subflow subflow = task instanceof Task.RunWorkflow run ? link(run, analysis.links()) : null;
            if (subflow != null && root != null && !type.isUnknown() && !type.isNever()) {
                Node node = Places.at(root, task.head().reference() + "/run/workflow/input");
                given.add(new Given(subflow, type, node));
            }
        });
        SchemaSpec input = workflow == null ? null : workflow.input().schema();
        return new WorkflowFacts(source, identity(root), analysis.links(), always, given, input);
    }

    private static Link.@Nullable Subflow link(Task.RunWorkflow run, List<Link> links) {
        Range place = run.head().range();
        for (Link link : links) {
            if (link instanceof Link.Subflow subflow
                    && place.start() <= link.range().start()
                    && link.range().end() <= place.end()) {
                return subflow;
            }
        }
        return null;
    }

    private static @Nullable Identity identity(@Nullable Node root) {
        if (root instanceof MappingNode mapping
                && mapping.get("document") instanceof MappingNode document
                && document.get("namespace") instanceof ScalarNode namespace
                && document.get("name") instanceof ScalarNode name
                && document.get("version") instanceof ScalarNode version) {
            return new Identity(namespace.text(), name.text(), version.text(), name.range(), version.range());
        }
        return null;
    }

    /**
     * Collects the sub-workflows of tasks that are certainly done; false when what follows the tasks is not.
     */
    private static boolean collect(List<Task> tasks, List<Link> links, List<Link.Subflow> always) {
        for (Task task : tasks) {
            if (task.head().condition() == null) {
                switch (task) {
                    case Task.RunWorkflow run -> {
                        Link.Subflow subflow = link(run, links);
                        if (subflow != null) {
                            always.add(subflow);
                        }
                    }
                    case Task.Do list -> {
                        if (!collect(list.tasks(), links, always)) {
                            return false;
                        }
                    }
                    default -> {}
                }
            }
            if (mayLeave(task)) {
                return false;
            }
        }
        return true;
    }

    /** Whether after a task without error another than the next one may follow, or none. */
    private static boolean mayLeave(Task task) {
        boolean simple = switch (task) {
            case Task.Set ignored -> true;
            case Task.Wait ignored -> true;
            case Task.Emit ignored -> true;
            case Task.RunWorkflow ignored -> true;
            case Task.RunProcess ignored -> true;
            case Task.Call ignored -> true;
            case Task.Do list -> list.head().condition() == null;
            default -> false;
        };
        return !simple || !(task.head().then() instanceof FlowDirective.Continue);
    }
}
