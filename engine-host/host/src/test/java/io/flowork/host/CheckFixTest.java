package io.flowork.host;

import static io.flowork.host.Workbench.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code flowork check --fix}. */
class CheckFixTest {
    private static final String BROKEN = workflow("broken", "- a:   # a pause\n    wait:   5s   # long\n");

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void prepare() throws IOException {
        bench = new Workbench(folder).file("broken.flow.yaml", BROKEN);
    }

    @Test
    void mendsTheFileAndSaysSo() throws IOException {
        Workbench.Outcome outcome = bench.run("check", "--fix", ".").ended(0);
        assertThat(Files.readString(bench.path("broken.flow.yaml"))).isEqualTo(BROKEN.replace("5s", "PT5S"));
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("fixed broken.flow.yaml:8: Write PT5S [FW1401]")
                .contains("nothing to complain about in 1 file; 1 fixed");
    }

    @Test
    void withoutItTheSummarySaysWhatItWouldMend() {
        assertThat(bench.run("check", ".").ended(1).err()).contains("1 error, 0 warnings in 1 file; --fix mends 1");
    }

    @Test
    void aDryRunPrintsADiffAndChangesNothing() throws IOException {
        Workbench.Outcome outcome =
                bench.run("check", "--fix", "--dry-run", ".").ended(0);
        assertThat(outcome.out())
                .startsWith("--- a/broken.flow.yaml\n+++ b/broken.flow.yaml\n@@ -5,4 +5,4 @@\n")
                .contains("\n-      wait:   5s   # long\n+      wait:   PT5S   # long\n");
        assertThat(outcome.err()).contains("1 would be fixed");
        assertThat(Files.readString(bench.path("broken.flow.yaml"))).isEqualTo(BROKEN);
        assertThat(bench.run("check", "--dry-run", ".").ended(2).err()).contains("needs --fix");
    }

    @Test
    void lineEndsByteOrderMarkAndPermissionsStay() throws IOException {
        Path file = bench.path("broken.flow.yaml");
        Files.write(file, ("\ufeff" + BROKEN.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        bench.run("check", "--fix", ".").ended(0);
        assertThat(Files.readString(file))
                .isEqualTo("\ufeff" + BROKEN.replace("5s", "PT5S").replace("\n", "\r\n"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void aLinkStaysALink() throws IOException {
        bench.file("real/target.txt", BROKEN);
        Path link = bench.path("link.flow.yaml");
        Files.createSymbolicLink(link, bench.path("real/target.txt"));
        bench.run("check", "--fix", "link.flow.yaml").ended(0);
        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(bench.path("real/target.txt"))).contains("PT5S");
    }

    @Test
    void whatNeedsAChoiceIsLeft() throws IOException {
        bench.file(
                "choice.flow.yaml", workflow("choice", "- first: {wait: 5s, then: secnd}\n- second: {wait: PT1S}\n"));
        Workbench.Outcome outcome =
                bench.run("check", "--fix", "choice.flow.yaml").ended(1);
        assertThat(outcome.out()).contains("error[FW1301]").contains("fix: Change to 'second'");
        assertThat(Files.readString(bench.path("choice.flow.yaml")))
                .contains("PT5S")
                .contains("secnd");
    }
}
