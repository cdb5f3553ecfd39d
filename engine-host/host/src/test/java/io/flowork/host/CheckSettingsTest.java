package io.flowork.host;

import static io.flowork.host.Workbench.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much each diagnostic matters, and who says so. */
class CheckSettingsTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void prepare() throws IOException {
        bench = new Workbench(folder).file("a.flow.yaml", workflow("a", "- a: {set: {x: \"Hello ${ .name }\"}}"));
    }

    @Test
    void aWarningCanBeRaisedLoweredAndTurnedOff() throws IOException {
        assertThat(bench.run("check", ".").ended(0).out()).startsWith("warning[FW1502]");
        bench.file("flowork.toml", "[check.severity]\nFW1502 = \"error\"\n");
        assertThat(bench.run("check", ".").ended(1).out()).startsWith("error[FW1502]");
        bench.file("flowork.toml", "[check]\nseverity = { FW1502 = \"hint\" }\n");
        assertThat(bench.run("check", ".").ended(0).out()).startsWith("hint[FW1502]");
        bench.file("flowork.toml", "check.severity.FW1502 = \"off\"\n");
        assertThat(bench.run("check", ".").ended(0).out()).isEmpty();
    }

    @Test
    void theOptionComesBeforeTheEnvironmentBeforeTheFileBeforeTheUsersFile() throws IOException {
        bench.file("home/.config/flowork/flowork.toml", "[check.severity]\nFW1502 = \"error\"\n")
                .variable("HOME", bench.path("home").toString());
        assertThat(bench.run("check", "a.flow.yaml").ended(1).out()).startsWith("error[FW1502]");
        bench.file("flowork.toml", "[check.severity]\nFW1502 = \"hint\"\n");
        assertThat(bench.run("check", "a.flow.yaml").ended(0).out()).startsWith("hint[FW1502]");
        bench.variable("FLOWORK_CHECK_SEVERITY", "FW1008=off, FW1502=information");
        assertThat(bench.run("check", "a.flow.yaml").ended(0).out()).startsWith("information[FW1502]");
        assertThat(bench.run("check", "--severity", "FW1502=off", "a.flow.yaml")
                        .ended(0)
                        .out())
                .isEmpty();
    }

    @Test
    void configSaysWhatIsSetAndWhere() throws IOException {
        bench.file("flowork.toml", "[check.severity]\nFW1502 = \"hint\"\nFW1008 = \"off\"\n")
                .variable("FLOWORK_CHECK_SEVERITY", "FW1502=error");
        assertThat(bench.run("config", "show", "--origin").ended(0).out()).isEqualTo("""
                        check.severity.FW1502 = "error"  # FLOWORK_CHECK_SEVERITY
                        check.severity.FW1008 = "off"  # flowork.toml
                        """);
        assertThat(bench.run("config").ended(2).err()).contains("say what to do: show");
    }

    @Test
    void anErrorStaysOne() throws IOException {
        bench.file("flowork.toml", "[check.severity]\nFW1201 = \"warning\"\n");
        assertThat(bench.run("check", ".").ended(2).err())
                .contains("flowork.toml: FW1201 stops a workflow from running");
    }

    @Test
    void whatCannotBeSetIsSaidSo() throws IOException {
        bench.file("flowork.toml", "[chek.severity]\nFW1502 = \"off\"\n");
        assertThat(bench.run("check", ".").ended(2).err())
                .contains("flowork.toml: there is no setting 'chek.severity.FW1502'; did you mean 'check.severity'?");
        bench.file("flowork.toml", "[check.severity]\nFW15O2 = \"off\"\n");
        assertThat(bench.run("check", ".").ended(2).err()).contains("there is no code FW15O2; did you mean 'FW1502'?");
        bench.file("flowork.toml", "[check.severity]\nFW1502 = \"loud\"\n");
        assertThat(bench.run("check", ".").ended(2).err()).contains("not 'loud'");
        bench.file("flowork.toml", "[check.severity\n");
        assertThat(bench.run("check", ".").ended(2).err())
                .contains("flowork.toml:1:")
                .contains("not TOML");
    }

    @Test
    void aCommentIgnoresAWarning() throws IOException {
        bench.file(
                "b.flow.yaml",
                workflow(
                        "b",
                        "- b:\n    set:\n      x: Hello ${ .name }  # flowork: ignore FW1502 greeting is a template\n"));
        assertThat(bench.run("check", "b.flow.yaml").ended(0).out()).isEmpty();
    }
}
