package io.flowork.host;

import static io.flowork.host.Workbench.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Forks made in the debugger: sessions go on on branches, which are shown, replayed and debugged as runs are. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForkSessionTest {
    @TempDir
    Path folder;

    private Workbench bench;
    private String sum = "";

    @BeforeEach
    void prepare() throws IOException {
        bench = new Workbench(folder);
        sum = workflow("sum", """
                - begin:
                    set: {total: 0}
                    export: {as: .}
                - over:
                    for: {in: '${ .items }'}
                    input: {from: $workflow.input}
                    do:
                      - add:
                          set: {total: '${ $context.total + $item }'}
                          export: {as: .}
                - end: {set: {total: '${ $context.total }'}}""");
        bench.file("sum.flow.yaml", sum);
        bench.run("run", "sum.flow.yaml", "--input", "{\"items\": [3, 4]}").ended(0);
    }

    private Workbench.Outcome debug(String run, String... commands) {
        String[] arguments = new String[commands.length * 2 + 3];
        arguments[0] = "debug";
        arguments[1] = run;
        arguments[2] = "--batch";
        for (int i = 0; i < commands.length; i++) {
            arguments[3 + 2 * i] = "--command";
            arguments[4 + 2 * i] = commands[i];
        }
        return bench.run(arguments);
    }

    private String shown(String... run) {
        return bench.run(run).ended(0).out();
    }

    @Test
    void aChangedValueIsThereAtOnceAndTheSessionGoesOnOnABranch() {
        String out = debug(
                        "last",
                        ":until $item == 4",
                        ":set $item = . + {} | 100",
                        "$item",
                        ":continue",
                        ".",
                        ":branches")
                .ended(0)
                .out();
        assertThat(out)
                .contains("Branch 1 begins at step ", "Branch 1 of run ", ", step ", " in the past", "\n100\n")
                .contains("the branch has completed", "{\"total\":103}")
                .contains("-> branch 1  completed  from branch 0", "$item = 100");
        assertThat(shown("runs", "show", "last", "--json")).contains("\"total\": 7");
        assertThat(shown("runs", "show", "last~1", "--json")).contains("\"total\": 103", "\"branch\": 1");
    }

    @Test
    void aBranchWithAnEditedProgramIsShownReplayedAndDebuggedWithItsText() throws IOException {
        bench.file("sum.flow.yaml", sum.replace("$context.total + $item", "$context.total + 10 * $item"));
        Workbench.Outcome outcome = debug("last", ":until $item == 4").ended(0);
        assertThat(outcome.err()).isEmpty(); // nobody has said which file it is
        outcome = bench.run(
                        "debug",
                        "sum.flow.yaml",
                        "--recorded",
                        "--batch",
                        "--command",
                        ":until $item == 4",
                        "--command",
                        ":whatif",
                        "--command",
                        ":continue-edited",
                        "--command",
                        ":continue",
                        "--command",
                        ".total",
                        "--command",
                        ":seek 0")
                .ended(0);
        assertThat(outcome.err().lines().filter(line -> line.contains("is another text")))
                .hasSize(1);
        assertThat(outcome.out())
                .contains("The run is completed; with the file as it is now it would be completed")
                .contains("the other 70", "$context.total + 10 * $item", "the branch has completed", "\n43\n");
        assertThat(shown("runs", "replay", "last~1")).contains("identical at all");
        assertThat(shown("runs", "replay", "last", "--branch", "1", "--from-snapshots"))
                .contains("identical at all");
        assertThat(shown("runs", "show", "last", "--branch", "1")).contains("branch 1 of run ", "completed");
        assertThat(shown("runs", "show", "last~1", "--steps")).contains("/do/2/end");
        assertThat(shown("runs", "journal", "last~1")).contains("aside");
        assertThat(debug("last~1", ":seek end", ".total", ":list 30").ended(0).out())
                .contains("Branch 1 of run ", "\n43\n", "10 * $item");
        assertThat(debug("last~1", ":list 30").ended(0).out())
                .doesNotContain("10 * $item"); // as it was before the fork
        assertThat(bench.run("runs", "show", "last~9").ended(3).err()).contains("has no branch 9");
        assertThat(bench.run("runs", "show", "last~1", "--branch", "1").ended(2).err())
                .contains("twice");
        assertThat(bench.run("runs", "what-if", "last~1", "sum.flow.yaml")
                        .ended(0)
                        .out())
                .contains("completed");
    }

    @Test
    void aRecordingIsForkedInACopyThatIsGoneAfterwards() throws IOException {
        bench.run("runs", "export", "last", "sum.flowrec").ended(0);
        byte[] before = Files.readAllBytes(folder.resolve("sum.flowrec"));
        assertThat(debug(
                                "sum.flowrec",
                                ":until $item == 4",
                                ":set $context.total = 1",
                                ":fork",
                                ":diff ~1",
                                ":branches")
                        .ended(0)
                        .out())
                .contains("Branch 1 of run ", "Branch 2 of run ", "no difference", "$context.total = 1");
        assertThat(Files.readAllBytes(folder.resolve("sum.flowrec"))).isEqualTo(before);
        assertThat(bench.run("debug", "sum.flowrec~1", "--batch").ended(3).err())
                .contains("has no branch 1");
    }

    @Test
    void whatCannotBeForkedSaysWhy() {
        for (List<String> each : List.of(
                List.of(":set $nobody = 1", "sees no variable $nobody"),
                List.of(":set $task.name = 1", "only $task.input can be changed"),
                List.of(":set $context.total", "What is to be which value?"),
                List.of(":set $context.total = 1, 2", "several values"),
                List.of(":set $context.total = .[", "(column "),
                List.of(":result nobody = 1", "no such effect is outstanding"),
                List.of(":fork sometimes", "is none of reuse, live, deny"),
                List.of(":branch 7", "has no branch 7"),
                List.of(":continue-edited", "Nobody has said which file"),
                List.of(":whatif", "Nobody has said which file"))) {
            assertThat(debug("last", each.getFirst()).ended(1).err()).contains(each.getLast());
        }
        assertThat(debug("last", ":seek end", ":fork").ended(1).err()).contains("nothing goes on: fork earlier");
        assertThat(bench.run("runs", "branches", "last").ended(0).out().lines()).hasSize(2);
    }
}
