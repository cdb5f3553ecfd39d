package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherCommandsTest {
    @TempDir
    Path folder;

    @Test
    void versionNamesJavaAndSystem() {
        Workbench bench = new Workbench(folder);
        assertThat(bench.run("version").ended(0).out()).startsWith("flowork ").contains("Java 25");
        assertThat(bench.run("--version").ended(0).out())
                .isEqualTo(bench.run("version").out());
    }

    @Test
    void everyCommandHasHelpWithExamples() {
        Workbench bench = new Workbench(folder);
        String all = bench.run("--help").ended(0).out();
        for (String command : new String[] {"run", "check", "runs", "explain", "schema", "doctor", "completion"}) {
            assertThat(all).contains("  " + command + " ");
            assertThat(bench.run(command, "--help").ended(0).out()).contains("Usage: flowork " + command, "Examples:");
            assertThat(bench.run("help", command).ended(0).out()).contains("Usage: flowork " + command);
        }
        for (String command : new String[] {"list", "show", "journal", "replay", "export", "import"}) {
            assertThat(bench.run("runs", command, "--help").ended(0).out())
                    .contains("Usage: flowork runs " + command, "Examples:");
        }
        assertThat(bench.run().ended(2).out()).isEmpty();
    }

    @Test
    void doctorSaysWhatIsThere() {
        JsonArray checks = (JsonArray) new Workbench(folder)
                .variable("HOME", folder.toString())
                .run("doctor", "--json")
                .ended(0)
                .json()
                .get("checks");
        assertThat(checks)
                .extracting(check -> String.valueOf(((JsonObject) check).get("name")))
                .contains("\"java\"", "\"sqlite\"", "\"store\"", "\"functions\"");
    }

    @Test
    void explainSaysWhatACodeMeans() {
        Workbench bench = new Workbench(folder);
        assertThat(bench.run("explain", "fw1301").ended(0).out())
                .startsWith("FW1301: Unknown target of a flow directive (error)\n")
                .contains("How to mend it: ", "then: nowhere");
        assertThat(bench.run("explain", "FW1331").ended(2).err()).contains("there is no code 'FW1331'", "FW1301");
    }

    @Test
    void schemaPrintsTheFileInTheDocumentation() throws IOException {
        String file = Files.readString(Workbench.root().resolve("docs/schema/workflow.schema.json"));
        assertThat(new Workbench(folder).run("schema").ended(0).out()).isEqualTo(file);
    }

    @Test
    void completionKnowsTheCommands() {
        Workbench bench = new Workbench(folder);
        for (String shell : new String[] {"bash", "zsh", "fish"}) {
            assertThat(bench.run("completion", shell).ended(0).out())
                    .contains("replay", "from-snapshots", "check", "schema");
        }
        assertThat(bench.run("completion", "fisch").ended(2).err()).contains("did you mean 'fish'");
    }
}
