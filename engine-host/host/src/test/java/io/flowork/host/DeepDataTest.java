package io.flowork.host;

import static io.flowork.host.Workbench.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data of 10,000 levels goes through a run, its journal and what prints it, with commands on a stack of 256 KiB. */
class DeepDataTest {
    private static final int LEVELS = JsonValue.MAX_DATA_DEPTH;

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void prepare() throws IOException {
        bench = new Workbench(folder);
        bench.file("deep.flow.yaml", workflow("deep", """
                - first: {set: '${ . }'}
                - pause: {wait: {milliseconds: 1}}
                - each: {for: {in: '${ [1, 2] }'}, do: [{turn: {set: '${ . }'}}]}
                - both: {fork: {compete: true, branches: [{one: {set: '${ . }'}}, {two: {set: '${ . }'}}]}}
                - last: {set: '${ if . == $workflow.input then . else "changed" end }'}
                """));
    }

    private static String nested(int levels) {
        return "{\"k\":[".repeat(levels / 2) + "]}".repeat(levels / 2);
    }

    private static void onSmallStack(Runnable work) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread small = new Thread(null, work, "small stack", 256 << 10);
        small.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        small.start();
        small.join();
        assertThat(failure.get()).isNull();
    }

    @Test
    void aRunTakesKeepsAndShowsDeepData() throws Exception {
        String text = nested(LEVELS);
        bench.file("in.json", text);
        onSmallStack(() -> {
            String out = bench.run("run", "deep.flow.yaml", "--input", "@in.json")
                    .ended(0)
                    .out();
            assertThat(JsonReader.parse(out).equals(JsonReader.parse(text))).isTrue();
            assertThat(bench.run("runs", "show", "--input", "--output", "--steps")
                            .ended(0)
                            .out())
                    .contains("completed");
            assertThat(bench.run("runs", "show", "--json").ended(0).out()).contains("{\"k\":[{");
            assertThat(bench.run("runs", "journal").ended(0).out()).contains("{\"k\":[");
            assertThat(bench.run("runs", "replay").ended(0).out()).contains("identical at all");
            bench.run("runs", "export", "last", "deep.flowrec").ended(0);
            bench.run("runs", "import", "deep.flowrec").ended(0);
        });
    }

    @Test
    void oneLevelMoreIsRefusedWithItsPlace() throws IOException {
        bench.file("in.json", "\n[" + nested(LEVELS) + "]");
        assertThat(bench.run("run", "deep.flow.yaml", "--input", "@in.json")
                        .ended(2)
                        .err())
                .contains("in.json:2:30001: the input is no JSON")
                .contains("arrays and objects are nested deeper than 10000 levels");
    }

    @Test
    void anExpressionThatGoesOneLevelDeeperFaults() throws IOException {
        bench.file("in.json", nested(LEVELS)).file("more.flow.yaml", workflow("more", "- more: {set: '${ [.] }'}"));
        assertThat(bench.run("run", "more.flow.yaml", "--input", "@in.json")
                        .ended(1)
                        .err())
                .contains("The result is nested deeper than 10000 levels");
    }
}
