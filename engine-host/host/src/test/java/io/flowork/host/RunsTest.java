package io.flowork.host;

import static io.flowork.host.Workbench.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.store.RunQuery;
import io.flowork.store.Store;
import io.flowork.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void prepare() throws IOException {
        bench = new Workbench(folder);
        bench.file(
                        "loop.flow.yaml",
                        workflow(
                                "loop",
                                "- each: {for: {in: '${ [range(100)] }'}, do: [{add: {set: '${ {sum: ((.sum // 0) + $item)} }'}}]}"))
                .file(
                        "bad.flow.yaml",
                        workflow(
                                "bad",
                                "- try: {try: [{no: {raise: {error: {type: 'x:y', status: 400, title: Caught}}}}], catch: {}}\n- stop: {raise: {error: {type: 'x:y', status: 409, title: Final}}}"));
    }

    private String id(Workbench.Outcome outcome) {
        return ((JsonString) outcome.json().get("runId")).value();
    }

    @Test
    void listShowsTheNewestFirst() {
        bench.run("run", "loop.flow.yaml");
        String second = id(bench.run("run", "bad.flow.yaml", "--json"));
        Workbench.Outcome list = bench.run("runs", "list").ended(0);
        assertThat(list.out().lines().toList()).hasSize(3);
        assertThat(list.out().lines().toList().get(1))
                .startsWith(second.substring(0, 13))
                .contains("test/bad 1.0.0   faulted");
        assertThat(bench.run("runs", "list", "--status", "completed").out())
                .contains("test/loop")
                .doesNotContain("test/bad");
        assertThat(bench.run("runs", "list", "--workflow", "test/bad").out())
                .contains("test/bad")
                .doesNotContain("test/loop");
        assertThat((JsonArray) bench.run("runs", "list", "--json", "--limit", "1")
                        .json()
                        .get("runs"))
                .hasSize(1);
        assertThat(bench.run("runs", "list", "--status", "complete").ended(2).err())
                .contains("did you mean 'completed'");
        assertThat(bench.run("runs", "list", "--limit", "many").ended(2).err()).contains("is no number");
    }

    @Test
    void showFoldsTheJournalIntoATree() {
        bench.run("run", "loop.flow.yaml").ended(0);
        String out = bench.run("runs", "show", "--output").ended(0).out();
        assertThat(out)
                .contains("test/loop 1.0.0  completed")
                .contains("✔ each  for")
                .contains("turn 1 of 100")
                .contains("turn 100 of 100")
                .doesNotContain("turn 50 of")
                .contains("more visits")
                .contains("output {\"sum\":4950}")
                .contains("2 inputs");
        assertThat(out).doesNotContain("\u001b");
        assertThat(bench.run("runs", "show", "--all").out()).contains("turn 50 of 100");
        assertThat(bench.run("runs", "show", "--steps").out())
                .contains("evaluated")
                .contains("/do/0/each/do/0/add");
    }

    @Test
    void whoLooksLeavesNothingInTheStore() throws IOException {
        bench.run("run", "loop.flow.yaml").ended(0);
        List<String> before = stored();
        assertThat(before).contains("flowork.db").noneMatch(name -> name.endsWith("-wal"));
        for (String command : List.of("show", "list", "journal", "replay")) {
            bench.run("runs", command).ended(0);
            assertThat(stored()).as(command).isEqualTo(before);
        }
        try (Store writer = SqliteStore.open(folder.resolve(".flowork"))) {
            assertThat(writer.runs(RunQuery.newest(1))).hasSize(1);
            List<String> used = stored();
            assertThat(used).as("somebody has it open").anyMatch(name -> name.endsWith("-wal"));
            bench.run("runs", "show").ended(0);
            assertThat(stored()).isEqualTo(used);
        }
    }

    private List<String> stored() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(".flowork"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void showSaysWhatFailed() {
        bench.run("run", "bad.flow.yaml").ended(1);
        assertThat(bench.run("runs", "show").ended(0).out())
                .contains("caught: 400 Caught")
                .contains("✖ stop  raise")
                .contains("409 Final")
                .contains("bad.flow.yaml:8:5");
        JsonObject json =
                bench.run("runs", "show", "--json", "--steps").ended(0).json();
        assertThat(json.get("status")).isEqualTo(JsonString.of("faulted"));
        assertThat((JsonArray) json.get("steps")).isNotEmpty();
    }

    @Test
    void aRunIsFoundByTheBeginningOfItsId() {
        String first = id(bench.run("run", "loop.flow.yaml", "--json"));
        String second = id(bench.run("run", "loop.flow.yaml", "--json"));
        assertThat(bench.run("runs", "show", first).ended(0).out()).contains(first);
        assertThat(bench.run("runs", "show", "last").ended(0).out()).contains(second);
        assertThat(bench.run("runs", "show", first.substring(0, 4)).ended(2).err())
                .contains(first)
                .contains(second);
        assertThat(bench.run("runs", "show", "ffff").ended(3).err()).contains("there is no run ffff");
    }

    @Test
    void theJournalHoldsTheInputs() {
        bench.run("run", "loop.flow.yaml", "--input", "{\"sum\": 5}").ended(0);
        assertThat(bench.run("runs", "journal").ended(0).out().lines().toList()).hasSize(3);
        assertThat(bench.run("runs", "journal", "--json").ended(0).out().lines().toList())
                .hasSize(2)
                .first()
                .asString()
                .contains("\"kind\":\"started\"", "\"sum\":5");
    }

    @Test
    void replayComparesEveryState() {
        bench.run("run", "bad.flow.yaml").ended(1);
        assertThat(bench.run("runs", "replay").ended(0).out()).isEqualTo("identical at all 2 inputs\n");
        assertThat(bench.run("runs", "replay", "--from-snapshots").ended(0).out())
                .contains("identical");
    }

    @Test
    void recordingsTravel() throws IOException {
        String id = id(bench.run("run", "loop.flow.yaml", "--json"));
        bench.run("runs", "export", "last", "support.flowrec").ended(0);
        assertThat(bench.run("runs", "export", "last", "support.flowrec")
                        .ended(2)
                        .err())
                .contains("--force");
        assertThat(bench.run("runs", "export", "last", "support.txt").ended(2).err())
                .contains(".flowrec");

        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.copy(folder.resolve("support.flowrec"), elsewhere.resolve("support.flowrec"));
        Workbench other = new Workbench(elsewhere);
        assertThat(other.run("runs", "show", "support.flowrec").ended(0).out()).contains(id);
        assertThat(other.run("runs", "replay", "support.flowrec").ended(0).out())
                .contains("identical");
        assertThat(other.run("runs", "journal", "support.flowrec").ended(0).out())
                .contains("started");
        assertThat(other.run("runs", "import", "support.flowrec").ended(0).out().strip())
                .isEqualTo(id);
        assertThat(other.run("runs", "import", "support.flowrec").ended(0).err())
                .contains("1 already there");
        assertThat(other.run("runs", "replay", id).ended(0).out()).contains("identical");
        assertThat(other.run("runs", "import", "gone.flowrec").ended(2).err()).contains("there is no such file");
        other.file(
                "fake.flowrec",
                "not a database, but long enough to be read as one ......................................");
        assertThat(other.run("runs", "import", "fake.flowrec").ended(2).err()).contains("fake.flowrec");
    }

    @Test
    void withoutAStoreTheMessageSaysWhereToLook() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThat(new Workbench(empty)
                        .run("runs", "list", "--store", "here")
                        .ended(3)
                        .err())
                .contains("--store");
        bench.file("sub/loop.flow.yaml", workflow("loop", "- a: {set: {b: 1}}"));
        bench.run("run", "sub/loop.flow.yaml").ended(0);
        Workbench.Outcome only = bench.run("runs", "list").ended(0);
        assertThat(only.err()).contains("reading sub/.flowork");
        bench.file("two/loop.flow.yaml", workflow("loop", "- a: {set: {b: 1}}"));
        bench.run("run", "two/loop.flow.yaml").ended(0);
        assertThat(bench.run("runs", "list").ended(3).err())
                .contains("--store sub/.flowork")
                .contains("--store two/.flowork");
    }

    @Test
    void aDamagedStoreIsRefusedWithoutGuessing() throws IOException {
        bench.file(".flowork/flowork.db", "this is not a database at all, however long one looks at it ..............");
        Workbench.Outcome outcome = bench.run("runs", "list");
        assertThat(outcome.exit()).isIn(2, 5);
        assertThat(outcome.err()).contains("flowork.db").doesNotContain("\tat ");
        assertThat(bench.run("run", "loop.flow.yaml").exit()).isIn(2, 5);
    }
}
