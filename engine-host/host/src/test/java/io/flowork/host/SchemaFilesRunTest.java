package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemas in files beside a workflow: a run and a check see the same. */
class SchemaFilesRunTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void prepare() throws IOException {
        bench = new Workbench(folder);
        bench.file("deep/order.flow.yaml", """
                document: {dsl: '1.0.3', namespace: test, name: order, version: '1.0.0'}
                input:
                  schema:
                    resource: {endpoint: schemas/order.yaml}
                do:
                  - done:
                      set: {ok: true}
                      output:
                        schema:
                          document: {$ref: 'schemas/done.json#/$defs/done'}
                """)
                .file("deep/schemas/order.yaml", "properties: {customer: {$ref: people/customer.json}}")
                .file("deep/schemas/people/customer.json", "{\"required\": [\"name\"]}")
                .file("deep/schemas/done.json", "{\"$defs\": {\"done\": {\"required\": [\"ok\"]}}}");
    }

    private Workbench.Outcome run(String input) {
        return bench.run("run", "deep/order.flow.yaml", "--input", input);
    }

    @Test
    void aRunFollowsReferencesToFiles() {
        assertThat(run("{\"customer\": {\"name\": \"Ada\"}}").ended(0).out()).contains("\"ok\": true");
        assertThat(run("{\"customer\": {}}").ended(1).err()).contains("/customer: the property 'name' is missing");
        assertThat(bench.run("check", ".").ended(0).out()).isEmpty();
    }

    @Test
    void aRunIsReplayedFromWhatItReadAndNotFromTheFiles() throws IOException {
        run("{\"customer\": {\"name\": \"Ada\"}}").ended(0);
        bench.file("deep/schemas/people/customer.json", "{\"type\": \"string\"}");
        assertThat(bench.run("runs", "replay", "--store", "deep/.flowork")
                        .ended(0)
                        .out())
                .contains("identical at all");
    }

    @Test
    void aFileThatIsGoneIsSaidByBoth() throws IOException {
        bench.file("deep/schemas/order.yaml", "properties: {customer: {$ref: people/gone.json}}");
        assertThat(run("{}").ended(1).err())
                .contains("There is no file 'schemas/people/gone.json' beside the workflow");
        assertThat(bench.run("check", ".").out()).contains("FW1714").contains("schemas/people/gone.json");
    }

    @Test
    void aFileOutsideOfTheFolderIsRefusedByBoth() throws IOException {
        bench.file("outside.json", "{}").file("deep/schemas/order.yaml", "$ref: ../../outside.json");
        assertThat(run("{}").ended(1).err()).contains("outside the workflow's folder");
        assertThat(bench.run("check", ".").out()).contains("outside the folder of the workflow");
    }

    @Test
    void anEndpointCannotChooseAnotherFolder() throws IOException {
        bench.file("outside.json", "{}").file("deep/trick.flow.yaml", """
                document: {dsl: '1.0.3', namespace: test, name: trick, version: '1.0.0'}
                input:
                  schema:
                    resource: {endpoint: '${ {uri: "outside.json", base: .folder} }'}
                do:
                  - done: {set: {ok: true}}
                """);
        assertThat(bench.run("run", "deep/trick.flow.yaml", "--input", "{\"folder\": \"" + folder + "\"}")
                        .ended(1)
                        .err())
                .contains("There is no file 'outside.json' beside the workflow");
    }
}
