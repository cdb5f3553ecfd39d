package io.flowork.host;

import static io.flowork.host.Workbench.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code flowork debug --batch} over runs that are recorded, started and travelled. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DebugTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void prepare() throws IOException {
        bench = new Workbench(folder);
        bench.file("sum.flow.yaml", workflow("sum", """
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
                - end: {set: {done: true}}"""));
    }

    private Workbench.Outcome debug(String... commands) {
        String[] arguments = new String[commands.length * 2 + 3];
        arguments[0] = "debug";
        arguments[1] = "last";
        arguments[2] = "--batch";
        for (int i = 0; i < commands.length; i++) {
            arguments[3 + 2 * i] = "--command";
            arguments[4 + 2 * i] = commands[i];
        }
        return bench.run(arguments);
    }

    @Test
    void runsAFileAndStepsThroughThatRun() {
        Workbench.Outcome outcome = bench.in("# where it begins\n:next\n:step\n\n$item\n:quit\n:nothing\n")
                .run("debug", "sum.flow.yaml", "--input", "{\"items\": [3, 4]}", "--batch")
                .ended(0);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .startsWith("Entry: step ")
                .contains("sum > over [1/2] > add")
                .contains("-> 14          - add:")
                .contains("  $item: 3")
                .endsWith("\n3\n")
                .doesNotContain("\u001b");
        assertThat(bench.run("runs", "list").out().lines().toList()).hasSize(2);
        bench.in("").run("debug", "sum.flow.yaml", "--recorded", "--batch").ended(0);
        assertThat(bench.run("runs", "list").out().lines().toList()).hasSize(2);
    }

    @Test
    void goesBackToWhatChangedAValue() {
        bench.run("run", "sum.flow.yaml", "--input", "{\"items\": [3, 4, -9, 5]}")
                .ended(0);
        assertThat(debug(":seek end", ":since $context.total < 0", ":next", ":last $context.total", "$context")
                        .out())
                .contains("the run has completed")
                .contains("$context.total changed from 7 to -2");
        assertThat(debug(":break add if $item < 0", ":continue", "$item", ":reverse")
                        .out())
                .contains("Function breakpoint: ")
                .contains("\n-9\n")
                .contains("The beginning");
    }

    @Test
    void endsWithOneAtTheFirstThatCannotBeDone() {
        bench.run("run", "sum.flow.yaml", "--input", "{\"items\": [3]}").ended(0);
        Workbench.Outcome outcome = debug(":jump", ":next").ended(1);
        assertThat(outcome.err()).isEqualTo("flowork: :jump: There is no command ':jump'; ':help' lists them\n");
        assertThat(outcome.out()).contains("Entry").doesNotContain("Step ");
        assertThat(debug(".[").ended(1).err()).contains("(column ");
    }

    @Test
    void readsRecordingsAndComparesRuns() {
        bench.run("run", "sum.flow.yaml", "--input", "{\"items\": [3]}").ended(0);
        bench.run("runs", "export", "last", "one.flowrec").ended(0);
        bench.run("run", "sum.flow.yaml", "--input", "{\"items\": [3]}").ended(0);
        assertThat(bench.run("debug", "one.flowrec", "--command", ":diff last")
                        .ended(0)
                        .out())
                .contains("no difference in ");
        assertThat(bench.run("debug", "one.flowrec", "--command", ":diff ffff")
                        .ended(1)
                        .err())
                .contains("there is no run ffff");
    }

    @Test
    void wrongUsageSaysWhatToDo() throws IOException {
        assertThat(bench.run("debug", "last").ended(2).err()).contains("--batch");
        assertThat(bench.run("debug", "gone.flowrec", "--batch").ended(3).err()).contains("there is no such file");
        assertThat(bench.run("debug", "gone.flow.yaml", "--batch").ended(2).err())
                .contains("there is no such file");
        bench.run("run", "sum.flow.yaml", "--input", "{\"items\": [3]}").ended(0);
        assertThat(bench.run("debug", "ffff", "--batch").ended(3).err()).contains("there is no run ffff");
        assertThat(bench.run("debug", "last", "--batch", "--input", "{}")
                        .ended(2)
                        .err())
                .contains("--input and --recorded");
        assertThat(bench.run("debug", "sum.flow.yaml", "--batch", "--input", "-")
                        .ended(2)
                        .err())
                .contains("standard input cannot be both");
        bench.file("broken.flow.yaml", "do: 3\n");
        assertThat(bench.run("debug", "broken.flow.yaml", "--batch").ended(1).err())
                .contains("has errors");
        assertThat(bench.run("debug", "--help").ended(0).out())
                .contains(":back-step [N]")
                .contains("n         next");
    }
}
