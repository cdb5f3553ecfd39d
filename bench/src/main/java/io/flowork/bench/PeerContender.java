package io.flowork.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import io.serverlessworkflow.api.WorkflowFormat;
import io.serverlessworkflow.api.WorkflowReader;
import io.serverlessworkflow.api.types.ForkTask;
import io.serverlessworkflow.api.types.TaskItem;
import io.serverlessworkflow.api.types.Workflow;
import io.serverlessworkflow.impl.WorkflowApplication;
import io.serverlessworkflow.impl.WorkflowDefinition;
import io.serverlessworkflow.impl.WorkflowModel;
import io.serverlessworkflow.impl.jackson.JsonUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The Java reference implementation of the Open Workflow Specification, as fast as its settings allow: it publishes no
 * lifecycle events, which by default it does for every task, and its input is already in its own form.
 */
public final class PeerContender implements Contender {
    /** Held, because a logger nobody holds forgets its level. */
    private static final Logger VALIDATOR_LOG = Logger.getLogger("org.hibernate.validator");

    static {
        VALIDATOR_LOG.setLevel(Level.WARNING);
    }

    private final WorkflowApplication application = application();

    /** The peer as it is measured. */
    static WorkflowApplication application() {
        return WorkflowApplication.builder()
                .disableLifeCycleCEPublishing()
                .disableStatusChangePublishing()
                .build();
    }

    @Override
    public String name() {
        return "io.serverlessworkflow";
    }

    @Override
    public Runner prepare(String yaml, JsonValue input) {
        try {
            Workflow workflow = WorkflowReader.readWorkflowFromString(yaml, WorkflowFormat.YAML);
            JsonNode node = JsonUtils.mapper().readTree(JsonWriter.compact(input));
            return new PeerRunner(application.workflowDefinition(workflow), node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        application.close();
    }

    private record PeerRunner(WorkflowDefinition definition, JsonNode input) implements Runner {
        @Override
        public Object runOnce() {
            return run();
        }

        @Override
        public JsonValue output() {
            JsonNode node = run().as(JsonNode.class).orElseThrow();
            JsonValue output = JsonReader.parse(node.toString());
            ForkTask fork = definition.workflow().getDo().getLast().getTask().getForkTask();
            return fork == null || !(output instanceof JsonArray outputs)
                    ? output
                    : inDeclaredOrder(outputs, fork.getFork().getBranches());
        }

        private WorkflowModel run() {
            return definition.instance(input).start().join();
        }

        /**
         * A fork's output is an array of the branches' outputs in the order of declaration. The peer wraps each into an
         * object under the branch's name, and lists them in the order of completion.
         */
        private static JsonArray inDeclaredOrder(JsonArray wrapped, List<TaskItem> branches) {
            List<String> names = branches.stream().map(TaskItem::getName).toList();
            return JsonArray.of(Arrays.stream(wrapped.toArray())
                    .map(element -> ((JsonObject) element).iterator().next())
                    .sorted(Comparator.comparingInt(member -> names.indexOf(member.key())))
                    .map(JsonObject.Member::value)
                    .toList());
        }
    }
}
