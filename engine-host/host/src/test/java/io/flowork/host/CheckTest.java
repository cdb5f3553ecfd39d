package io.flowork.host;

import static io.flowork.host.Workbench.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void prepare() throws IOException {
        bench = new Workbench(folder);
        bench.file("good.flow.yaml", workflow("good", "- a: {set: {x: 1}}"))
                .file("deep/bad.flow.yaml", workflow("bad", "- a: {wait: {secods: 1}}"))
                .file("target/bad.flow.yaml", workflow("bad", "- a: {wait: {secods: 1}}"))
                .file(".git/bad.flow.yaml", workflow("bad", "- a: {wait: {secods: 1}}"))
                .file("compose.yaml", "services: {db: {image: postgres}}")
                .file("README.md", "# Not: [a workflow");
    }

    @Test
    void aFolderIsSearchedForWorkflowsOnly() {
        Workbench.Outcome outcome = bench.run("check", ".").ended(1);
        assertThat(outcome.out())
                .containsOnlyOnce("error[")
                .contains("deep/bad.flow.yaml:7:")
                .contains("'seconds'");
        assertThat(outcome.err()).contains("1 error, 0 warnings in 2 files");
        assertThat(bench.run("check", "good.flow.yaml").ended(0).out()).isEmpty();
    }

    @Test
    void theLineIsShownWithThePlaceMarked() {
        assertThat(bench.run("check", "deep/bad.flow.yaml").out())
                .contains("7 |   - a: {wait: {secods: 1}}\n  |                ^^^^^^\n");
    }

    @Test
    void jsonHasWhatTheContractSays() {
        JsonArray diagnostics =
                (JsonArray) bench.run("check", "--json", ".").ended(1).json().get("diagnostics");
        assertThat(diagnostics).hasSize(1);
        assertThat(((JsonObject) diagnostics.get(0)).keys())
                .containsExactly("file", "line", "column", "endLine", "endColumn", "severity", "code", "message");
    }

    @Test
    void whatIsNotClosedInAnExpressionIsShown() throws IOException {
        bench.file("open.flow.yaml", """
                document: {dsl: '1.0.3', namespace: test, name: open, version: '0.1.0'}
                do:
                  - a:
                      set: {b: '${ .c | map(.d }'}
                """);
        assertThat(bench.run("check", "open.flow.yaml").ended(1).out())
                .contains("missing `)` to close `(`")
                .contains("open.flow.yaml:4:28")
                .contains("this `(` is not closed");
        JsonArray diagnostics = (JsonArray)
                bench.run("check", "--json", "open.flow.yaml").json().get("diagnostics");
        assertThat(((JsonObject) diagnostics.get(0)).get("related"))
                .hasToString("[{\"file\":\"open.flow.yaml\",\"line\":4,\"column\":28,\"endLine\":4,\"endColumn\":29,"
                        + "\"message\":\"this `(` is not closed\"}]");
        assertThat(bench.run("check", "--sarif", "open.flow.yaml").out()).contains("this `(` is not closed");
        assertThat(bench.run("run", "open.flow.yaml").err()).contains("this `(` is not closed");
    }

    @Test
    void sarifNamesRuleAndPlace() {
        assertThat(bench.run("check", "--sarif", ".").ended(1).out())
                .contains("\"version\": \"2.1.0\"")
                .contains("\"uri\": \"deep/bad.flow.yaml\"")
                .contains("\"startLine\": 7")
                .contains("How to mend it: Correct the name of the property");
    }

    @Test
    void whatIsNoWorkflowIsSaidSo() throws IOException {
        assertThat(bench.run("check", "README.md").ended(1).out())
                .containsOnlyOnce("error[FW1101]")
                .contains("no workflow");
        assertThat(bench.run("check", "gone.yaml").ended(2).err()).contains("there is no such file");
        bench.file("empty/x.txt", "");
        assertThat(bench.run("check", "empty").ended(2).err()).contains("no workflow files");
    }

    @Test
    void theExamplesHaveNoProblems() {
        Workbench.Outcome outcome = bench.run(
                "check", Workbench.root().resolve("testdata/workflows").toString());
        assertThat(outcome.ended(0).out()).isEmpty();
    }
}
