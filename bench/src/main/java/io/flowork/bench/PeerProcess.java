package io.flowork.bench;

import io.serverlessworkflow.api.WorkflowReader;
import io.serverlessworkflow.impl.WorkflowApplication;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The least program that runs a workflow file with the peer: a process of it is what start-up is compared with. */
final class PeerProcess {
    private PeerProcess() {}

    /**
     * Runs the workflow in the file {@code args[0]} with the input {@code {}} and prints its output.
     *
     * @throws IOException if the file cannot be read
     */
    public static void main(String[] args) throws IOException {
        try (WorkflowApplication application = PeerContender.application()) {
            var definition = application.workflowDefinition(WorkflowReader.readWorkflow(Path.of(args[0])));
            System.out.println(definition.instance(Map.of()).start().join().asJavaObject());
        }
    }
}
