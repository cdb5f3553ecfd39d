package io.flowork.host;

import static io.flowork.host.Workbench.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code runs show --at}, {@code runs find} and {@code runs why}, of runs in a store and in a file. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunPastTest {
    private static final String SUM = workflow("sum", """
            - begin:
                set: {total: 0}
                export: {as: .}
            - over:
                for: {in: '${ .items }'}
                input: {from: $workflow.input}
                do:
                  - add:
                      input: {from: '${ {total: $context.total} }'}
                      set: {total: '${ .total + $item }'}
                      export: {as: .}
            - pause: {wait: {milliseconds: 1}}
            - end: {set: {done: true, sum: '${ $context.total }'}}
            """);

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void prepare() throws IOException {
        bench = new Workbench(folder).file("sum.flow.yaml", SUM);
        bench.run("run", "sum.flow.yaml", "--input", "{\"items\": [3, 4, -9, 5]}")
                .ended(0);
    }

    private List<JsonObject> steps() {
        JsonArray steps = (JsonArray) bench.run("runs", "show", "last", "--steps", "--json")
                .ended(0)
                .json()
                .get("steps");
        List<JsonObject> all = new ArrayList<>();
        steps.forEach(step -> all.add((JsonObject) step));
        return all;
    }

    private static boolean is(JsonObject step, String kind, String task) {
        return String.valueOf(step.get("kind")).contains(kind)
                && String.valueOf(step.get("reference")).contains(task);
    }

    private static String t(JsonObject step) {
        return String.valueOf(step.get("t"));
    }

    /** The steps at which a task began. */
    private List<JsonObject> begun(String task) {
        return steps().stream().filter(step -> is(step, "entered", task)).toList();
    }

    private static JsonValue at(JsonValue value, Object... path) {
        JsonValue at = value;
        for (Object key : path) {
            JsonValue next =
                    key instanceof Integer index ? ((JsonArray) at).get(index) : ((JsonObject) at).get((String) key);
            assertThat(next).as("%s in %s", key, at).isNotNull();
            at = next;
        }
        return at;
    }

    @Test
    void everyStepIsShownAsTheRunWasThen() {
        JsonValue context = JsonNull.NULL;
        List<JsonObject> steps = steps();
        assertThat(steps).hasSizeGreaterThan(30);
        for (JsonObject step : steps) {
            if (t(step).equals("0")) {
                context = at(step, "input");
            }
            if (is(step, "evaluated", "") && String.valueOf(step.get("stage")).contains("export.as")) {
                context = at(step, "result");
            }
            JsonObject shown = bench.run("runs", "show", "last", "--at", t(step), "--json")
                    .ended(0)
                    .json();
            assertThat(shown.get("step")).isEqualTo(step);
            assertThat(shown.get("context")).as("context at %s", step).isEqualTo(context);
            assertThat(shown.get("steps")).isEqualTo(JsonNumber.of(steps.size()));
            if (is(step, "entered", "")) {
                assertThat(shown.get("input")).isEqualTo(step.get("input"));
                assertThat(shown.get("rawInput")).isEqualTo(step.get("rawInput"));
                JsonArray stack = (JsonArray) at(shown, "stack");
                assertThat(at(stack, stack.size() - 1, "reference")).isEqualTo(step.get("reference"));
                assertThat(at(stack, 0, "reference")).isEqualTo(JsonString.of("/"));
            }
            if (is(step, "completed", "")) {
                assertThat(shown.get("output")).isEqualTo(step.get("output"));
                assertThat(shown.get("outputOf")).isEqualTo(step.get("reference"));
            }
            assertThat(((JsonArray) at(shown, "pending")).isEmpty())
                    .as("nothing is waited for at %s", step)
                    .isEqualTo(!is(step, "scheduled", "/pause"));
        }
    }

    @Test
    void aStepIsShownToPeople() {
        JsonObject third = begun("/add").get(2);
        String out =
                bench.run("runs", "show", "last", "--at", t(third)).ended(0).out();
        assertThat(out)
                .contains("test/sum 1.0.0  completed")
                .contains("step " + t(third) + " of " + steps().size() + "  entered  /do/1/over/do/0/add")
                .contains("the run was running")
                .contains("→ add")
                .contains("over, turn 3 of 4")
                .contains("sum.flow.yaml:14")
                .contains("input  {\"total\":7}")
                .contains("$item  -9")
                .contains("$context {\"total\":7}")
                .doesNotContain("\u001b");
        JsonObject waits = steps().stream()
                .filter(step -> is(step, "scheduled", "/pause"))
                .findFirst()
                .orElseThrow();
        assertThat(bench.run("runs", "show", "last", "--at", t(waits)).ended(0).out())
                .contains("waits  for timer of /do/2/pause");
        assertThat(bench.run("runs", "show", "last", "--at", "9999").ended(1).err())
                .contains("there is no step 9999: the run has made " + steps().size(), "runs show --steps");
        assertThat(bench.run("runs", "show", "last", "--at", "-1").ended(2).err())
                .contains("is no number");
    }

    @Test
    void anErrorIsShownWhereItIsDealtWith() throws IOException {
        bench.file("bad.flow.yaml", workflow("bad", """
                - safe:
                    try: [{no: {raise: {error: {type: 'x:y', status: 400, title: Caught}}}}]
                    catch: {}
                - forked:
                    fork:
                      branches:
                        - left: {set: {a: 1}}
                        - right: {do: [{inner: {set: {b: 2}}}]}
                """));
        bench.run("run", "bad.flow.yaml").ended(0);
        for (JsonObject step : steps()) {
            String out =
                    bench.run("runs", "show", "last", "--at", t(step)).ended(0).out();
            assertThat(out).contains("step " + t(step) + " of ");
            if (is(step, "raised", "/no")) {
                assertThat(out).contains("error  ", "Caught");
            }
            if (is(step, "entered", "/inner")) {
                assertThat(out).contains("→ inner", "right", "forked");
            }
        }
    }

    @Test
    void findsWhenAnExpressionHeld() {
        List<JsonObject> adds = begun("/add");
        Workbench.Outcome negative = bench.run("runs", "find", "last", "($context.total // 0) < 0", "--json")
                .ended(0);
        assertThat(at(negative.json(), "stops", 0, "t")).isEqualTo(at(adds.get(3), "t"));
        assertThat(at(negative.json(), "more")).isEqualTo(JsonBoolean.FALSE);
        List<JsonObject> begun = begun("").stream()
                .filter(step -> !String.valueOf(step.get("reference")).equals("\"/\""))
                .toList();
        assertThat(at(negative.json(), "looked")).isEqualTo(JsonNumber.of(begun.size()));
        String all = bench.run("runs", "find", "last", ".total >= 0").ended(0).out();
        for (JsonObject step : begun) {
            boolean holds = step.get("input") instanceof JsonObject input
                    && input.get("total") instanceof JsonNumber total
                    && total.doubleValue() >= 0;
            String line = "step " + t(step) + "  ";
            assertThat(all.lines().anyMatch(each -> each.startsWith(line)))
                    .as("%s in%n%s", step, all)
                    .isEqualTo(holds);
        }
        assertThat(bench.run("runs", "find", "last", ".total >= 0", "--first")
                        .ended(0)
                        .out())
                .startsWith("step ")
                .hasLineCount(1);
        assertThat(bench.run("runs", "find", "last", "$task.name == \"add\"", "--last", "--count", "2")
                        .ended(0)
                        .out()
                        .lines()
                        .map(line -> line.split(" +", -1)[1])
                        .toList())
                .containsExactly(t(adds.get(2)), t(adds.get(3)));
        assertThat(bench.run("runs", "find", "last", "$task.name == \"add\"", "--count", "2")
                        .ended(0))
                .satisfies(outcome -> assertThat(outcome.out()).hasLineCount(2))
                .satisfies(outcome -> assertThat(outcome.err()).contains("there may be more"));
    }

    @Test
    void findSaysWhyThereIsNothing() {
        assertThat(bench.run("runs", "find", "last", ".total > 1000").ended(1).err())
                .contains("holds before none of the 8 tasks");
        assertThat(bench.run("runs", "find", "last", ".items.x == 1").ended(1).err())
                .contains("it fails before", "at step");
        assertThat(bench.run("runs", "find", "last", "$item == 5", "--all")
                        .ended(0)
                        .err())
                .contains("it uses what is not there", "$item");
        assertThat(bench.run("runs", "find", "last", ".total >").ended(2).err()).contains("is no expression", "column");
        assertThat(bench.run("runs", "find", "last", ".", "--first", "--all")
                        .ended(2)
                        .err())
                .contains("exclude each other");
        assertThat(bench.run("runs", "find", "last", ".", "--count", "0")
                        .ended(2)
                        .err())
                .contains("too few");
        assertThat(bench.run("runs", "find", "nobody", ".").ended(3).err()).contains("there is no run nobody");
        assertThat(bench.run("runs", "find", "last").ended(2).err()).contains("EXPR");
    }

    @Test
    void tellsWhereAValueComesFrom() {
        String output = bench.run("runs", "why", "last", ".sum").ended(0).out();
        assertThat(output.lines().findFirst().orElseThrow()).startsWith("output.sum of the workflow = 3");
        assertThat(output)
                .contains("'$context.total' in end = 3")
                .contains("'.total + $item' in add = 3")
                .contains("for.in[3] in over = 5")
                .contains("the run's input.items[3] = 5")
                .contains("the run's input.items[0] = 3")
                .contains("written in begin = 0")
                .contains("sum.flow.yaml:16:")
                .doesNotContain("\u001b");
        List<JsonObject> adds = begun("/add");
        String earlier = bench.run("runs", "why", "last", "$context.total", "--at", t(adds.get(2)))
                .ended(0)
                .out();
        assertThat(earlier)
                .startsWith("$context.total = 7")
                .contains("items[1] = 4")
                .doesNotContain("items[2]");
        assertThat(bench.run("runs", "why", "last", ".total", "--at", t(adds.get(3)))
                        .ended(0)
                        .out())
                .startsWith("input.total of add = -2");
        assertThat(bench.run("runs", "why", "last", "$output.total", "--at", t(adds.get(3)))
                        .ended(0)
                        .out())
                .startsWith("output.total of add = -2");
        assertThat(bench.run("runs", "why", "last", "$item * 2", "--at", t(adds.get(2)))
                        .ended(0)
                        .out())
                .startsWith("'$item * 2' in add = -18  step ")
                .contains("the run's input.items[2] = -9")
                .doesNotContain("sum.flow.yaml:1:");
        assertThat(bench.run("runs", "why", "last", "$item", "--at", t(adds.get(2)))
                        .ended(0)
                        .out())
                .contains("= -9", "the run's input.items[2] = -9");
        JsonObject json =
                bench.run("runs", "why", "last", ".", "--json").ended(0).json();
        assertThat(at(json, "whole")).isEqualTo(JsonBoolean.TRUE);
        assertThat(at(json, "cause", "value")).isEqualTo(JsonReader.parse("{\"done\": true, \"sum\": 3}"));
        assertThat(at(json, "cause", "kind")).isEqualTo(JsonString.of("output"));
        assertThat(((JsonArray) at(json, "cause", "from")).isEmpty()).isFalse();
    }

    @Test
    void ofARunWithoutOutputTheLastTaskIsMeant() throws IOException {
        bench.file("bad.flow.yaml", workflow("bad", """
                - price: {set: {price: '${ .cents / 100 }'}}
                - stop: {raise: {error: {type: 'x:y', status: 409, title: 'Too dear'}}}
                """));
        bench.run("run", "bad.flow.yaml", "--input", "{\"cents\": 500}").ended(1);
        assertThat(bench.run("runs", "why", "last", ".price").ended(0).out())
                .startsWith("input.price of stop = 5")
                .contains("the run's input.cents = 500");
        assertThat(bench.run("runs", "why", "last", "$task.input.price")
                        .ended(0)
                        .out())
                .startsWith("raw input.price of stop = 5");
        assertThat(bench.run("runs", "why", "last", "$output").ended(0).out()).startsWith("output of price");
    }

    @Test
    void whySaysWhatCannotBeAskedAbout() {
        assertThat(bench.run("runs", "why", "last", ".total +").ended(2).err()).contains("'.total +' is no expression");
        assertThat(bench.run("runs", "why", "last", "$item").ended(1).err())
                .contains("'$item' cannot be asked at step", "(/do/3/end)");
        assertThat(bench.run("runs", "why", "last", "error(\"no\")").ended(1).err())
                .contains("cannot be asked at step");
        assertThat(bench.run("runs", "why", "last", ".", "--at", "9999")
                        .ended(1)
                        .err())
                .contains("there is no step 9999");
        assertThat(bench.run("runs", "why", "last", "$output", "--at", "0")
                        .ended(1)
                        .err())
                .contains("no task had completed at step 0");
    }

    @Test
    void aBranchIsAskedLikeTheRun() {
        String third = t(begun("/add").get(2));
        bench.run("runs", "fork", "last", "--at", third, "--set", "$item=100", "--effects", "pause=mock:null")
                .ended(0);
        assertThat(bench.run("runs", "find", "last", "$context.total > 100")
                        .ended(1)
                        .out())
                .isEmpty();
        for (List<String> question : List.of(
                List.of("last~1", "$context.total > 100"), List.of("last", "$context.total > 100", "--branch", "1"))) {
            List<String> find = new ArrayList<>(List.of("runs", "find"));
            find.addAll(question);
            assertThat(bench.run(find.toArray(String[]::new)).ended(0).out()).contains("/do/1/over/do/0/add");
        }
        assertThat(bench.run("runs", "why", "last~1", "$context.total").ended(0).out())
                .contains("edited when the branch was made");
        assertThat(bench.run("runs", "why", "last~9", ".").ended(3).err()).contains("has no branch 9");
    }

    @Test
    void aDamagedJournalIsSaidToBe() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(".flowork/flowork.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM snapshot");
            statement.executeUpdate("UPDATE event SET payload = x'00' WHERE key = (SELECT max(key) FROM event)");
        }
        for (List<String> question : List.of(
                List.of("show", "last", "--at", "3"), List.of("find", "last", "."), List.of("why", "last", "."))) {
            List<String> command = new ArrayList<>(List.of("runs"));
            command.addAll(question);
            assertThat(bench.run(command.toArray(String[]::new)).ended(1).err())
                    .contains("'flowork runs show' shows what is intact")
                    .doesNotContain("..");
        }
    }

    @Test
    void aFileTellsTheSame() {
        bench.run("runs", "export", "last", "case.flowrec").ended(0);
        for (List<String> question : List.of(
                List.of("show", "--at", "12"),
                List.of("find", "($context.total // 0) < 0", "--json"),
                List.of("why", ".sum"))) {
            List<String> ofStore = new ArrayList<>(List.of("runs", question.getFirst(), "last"));
            List<String> ofFile = new ArrayList<>(List.of("runs", question.getFirst(), "case.flowrec"));
            ofStore.addAll(question.subList(1, question.size()));
            ofFile.addAll(question.subList(1, question.size()));
            assertThat(bench.run(ofFile.toArray(String[]::new)).ended(0).out())
                    .isEqualTo(
                            bench.run(ofStore.toArray(String[]::new)).ended(0).out());
        }
    }
}
