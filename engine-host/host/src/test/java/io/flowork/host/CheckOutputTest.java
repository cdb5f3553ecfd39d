package io.flowork.host;

import static io.flowork.host.Workbench.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonArray;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much a check prints. */
class CheckOutputTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void prepare() throws IOException {
        bench = new Workbench(folder).file("good.flow.yaml", workflow("good", "- a: {set: {x: 1}}"));
    }

    @Test
    void ofVeryManyMistakesPeopleSeeThoseThatMatterAndProgramsSeeAll() throws IOException {
        StringBuilder tasks = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            tasks.append("- w%d: {set: {x: 'Hello ${ .name }'}}\n".formatted(i));
        }
        for (int i = 0; i < 30; i++) {
            tasks.append("- e%d: {wait: {secods: 1}}\n".formatted(i));
        }
        bench.file("many/a.flow.yaml", workflow("many", tasks.toString()));
        String shown = bench.run("check", "many").ended(1).out();
        assertThat(shown.split("error\\[", -1)).hasSize(31);
        assertThat(shown.split("warning\\[", -1)).hasSize(21);
        assertThat(shown).endsWith("… and 40 more in many/a.flow.yaml; 'flowork check --json' shows all\n\n");
        assertThat(bench.run("check", "many").err()).contains("30 errors, 60 warnings in 1 file");
        assertThat((JsonArray) bench.run("check", "--json", "many").json().get("diagnostics"))
                .hasSize(90);
        assertThat(bench.run("check", "--sarif", "many").out().split("\"ruleId\"", -1))
                .hasSize(91);
    }

    @Test
    void nothingWrongIsAnEmptyList() {
        assertThat(bench.run("check", "--json", "good.flow.yaml").ended(0).out())
                .isEqualTo("{\n  \"diagnostics\": []\n}\n");
    }
}
