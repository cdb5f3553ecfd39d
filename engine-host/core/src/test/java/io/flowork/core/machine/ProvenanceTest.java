package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.history.Cause;
import io.flowork.core.history.Provenance;
import io.flowork.core.history.Provenance.Question;
import io.flowork.core.history.Provenance.What;
import io.flowork.core.journal.Cursor.DivergedException;
import io.flowork.core.jq.Interrupt;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class ProvenanceTest {
    /** The story of a value that a task's last visit had, as lines. */
    private static List<String> why(Trial trial, What what, String task, String path) throws DivergedException {
        Step.Entered entered = trial.steps(Step.Entered.class).stream()
                .filter(step -> Trial.name(step.at().reference()).equals(task))
                .reduce((first, second) -> second)
                .orElseThrow();
        long before =
                what == What.CONTEXT ? entered.at().t() + 1 : trial.state().t();
        List<JsonValue> keys = List.of(((JsonArray) Trial.json(path)).toArray());
        Provenance.Story story =
                provenance(trial).why(new Question(what, entered.at().visit(), before, keys));
        assertThat(story.isWhole()).isTrue();
        List<String> lines = new ArrayList<>();
        story(story.value(), "", lines);
        return lines;
    }

    private static Provenance provenance(Trial trial) {
        return new Provenance(JournalReplay.past(trial), trial.state().program(), new Interrupt());
    }

    private static void story(Cause cause, String indent, List<String> lines) {
        String spot = cause.spot() == null
                ? ""
                : " `"
                        + cause.spot()
                                .expression()
                                .text()
                                .substring(
                                        cause.spot().part().start(),
                                        cause.spot().part().end())
                        + "`";
        lines.add(indent + cause.how().name().toLowerCase(Locale.ROOT) + " "
                + cause.kind().name().toLowerCase(Locale.ROOT) + " "
                + Trial.name(cause.reference()) + (cause.stage() == null ? "" : " " + cause.stage()) + spot + " "
                + JsonArray.of(cause.path()) + " = " + cause.value());
        cause.from().forEach(from -> story(from, indent + "  ", lines));
    }

    @Test
    void followsAValueThroughTasksAndExpressions() throws DivergedException {
        Trial trial =
                Trial.of("""
                    do:
                    - ask:
                        input: {from: '${ {id: .n} }'}
                        call: http
                        with: {method: get, endpoint: 'https://a.example', query: {id: '${ .id }'}}
                        output: {as: '${ {name: .user.name, one: 1} }'}
                        export: {as: '${ $context + {who: .name} }'}
                    - use: {set: {greeting: '${ "hello " + .name }', who: '${ $context.who }'}}
                    - done: {set: '${ . }'}
                    """).input("{'n': 4}").calls("{'user': {'name': 'a'}}").run();
        assertThat(why(trial, What.INPUT, "done", "['who']"))
                .containsExactly(
                        "copied input done [\"who\"] = \"a\"",
                        "  copied output use [\"who\"] = \"a\"",
                        "    copied expression use set `$context.who` [\"who\"] = \"a\"",
                        "      copied context  `$context.who` [\"who\"] = \"a\"",
                        "        copied expression ask export.as `$context + {who: .name}` [\"who\"] = \"a\"",
                        "          copied output ask `.name` [\"name\"] = \"a\"",
                        "            copied expression ask output.as `{name: .user.name, one: 1}` [\"name\"] = \"a\"",
                        "              copied raw_output ask `.user.name` [\"user\",\"name\"] = \"a\"",
                        "                copied answer ask http [\"user\",\"name\"] = \"a\"",
                        "                decided expression ask with [] = "
                                + trial.steps(Step.Evaluated.class).get(1).result(),
                        "                  computed written ask with [] = \"get\"",
                        "                  computed written ask with [] = \"https://a.example\"",
                        "                  computed input ask `.id` [\"id\"] = 4",
                        "                    copied expression ask input.from `{id: .n}` [\"id\"] = 4",
                        "                      copied raw_input ask `.n` [\"n\"] = 4",
                        "                        copied input  [\"n\"] = 4",
                        "                          copied run_input  [\"n\"] = 4");
        assertThat(why(trial, What.OUTPUT, "use", "['greeting']"))
                .startsWith(
                        "copied output use [\"greeting\"] = \"hello a\"",
                        "  copied expression use set `\"hello \" + .name` [\"greeting\"] = \"hello a\"",
                        "    computed input use `\"hello \" + .name` [\"name\"] = \"a\"",
                        "      copied output ask [\"name\"] = \"a\"");
    }

    @Test
    void followsTheItemsOfALoopAndWhatATurnHandsOn() throws DivergedException {
        Trial trial = Trial.of("""
            do:
            - sum:
                for: {each: item, in: '${ .items }'}
                do:
                - add: {set: '${ {items: .items, total: (.total + $item.n)} }'}
            """)
                .input("{'items': [{'n': 1}, {'n': 2}], 'total': 0}")
                .run();
        assertThat(why(trial, What.OUTPUT, "sum", "['total']"))
                .contains(
                        "  copied output add [\"total\"] = 3",
                        "      computed input add `.total + $item.n` [\"total\"] = 1",
                        "      computed expression sum for.in `.total + $item.n` [1,\"n\"] = 2",
                        "        copied input sum `.items` [\"items\",1,\"n\"] = 2",
                        "            copied run_input  [\"items\",1,\"n\"] = 2")
                .noneMatch(line -> line.contains("unknown"));
    }

    @Test
    void followsForksEventsErrorsAndOtherRuns() throws DivergedException {
        Trial fork = Trial.of("""
            do:
            - both: {fork: {branches: [{left: {set: '${ .n + 1 }'}}, {right: {set: '${ .m }'}}]}}
            """).input("{'n': 1, 'm': 7}").run();
        assertThat(why(fork, What.OUTPUT, "both", "[1]"))
                .startsWith("copied output both [1] = 7", "  copied output right [] = 7")
                .last()
                .isEqualTo("            copied run_input  [\"m\"] = 7");
        Trial same = Trial.of("""
            do:
            - both:
                fork:
                  branches:
                  - first: {set: '${ . }'}
                  - second: {input: {from: '${ . }'}, if: '${ true }', set: '${ . }'}
            """).input("{'n': 1}").run();
        assertThat(why(same, What.RAW_INPUT, "second", "['n']"))
                .as("not from the branch beside it that has given the same")
                .startsWith("copied raw_input second [\"n\"] = 1", "  copied input both [\"n\"] = 1");
        Trial child = Trial.of("""
            do:
            - other: {run: {workflow: {namespace: a, name: b, version: 1.0.0, input: {v: '${ .n }'}}}}
            """)
                .input("{'n': 1}")
                .children(run -> Reply.done("{'x': 5}"))
                .run();
        assertThat(why(child, What.OUTPUT, "other", "['x']"))
                .startsWith("copied output other [\"x\"] = 5", "  copied child_run other a/b:1.0.0 [\"x\"] = 5");
        Trial caught = Trial.of("""
            do:
            - attempt:
                try:
                - fails: {call: http, with: {method: get, endpoint: 'https://a.example'}}
                catch:
                  as: problem
                  do:
                  - tell: {set: '${ $problem.status }'}
            """)
                .calls(call -> new Reply.Fail(WorkflowError.of(Kind.COMMUNICATION, 503, "busy")))
                .run();
        assertThat(why(caught, What.OUTPUT, "attempt", "[]"))
                .last()
                .isEqualTo("      copied error fails `$problem.status` [\"status\"] = 503");
        Trial heard = Trial.of("""
            do:
            - hear: {listen: {to: {one: {with: {type: a}}}}}
            - use: {set: '${ .[0].v }'}
            """)
                .event("{'type': 'a', 'id': '1', 'data': {'v': 3}}")
                .run();
        assertThat(why(heard, What.OUTPUT, "use", "[]"))
                .last()
                .isEqualTo("        copied event hear [\"data\",\"v\"] = 3");
    }

    @Test
    void saysWhatSomebodyChangedOnABranch() throws DivergedException {
        Trial trial = Trial.of("""
            do:
            - tell: {set: '${ .n }', export: {as: '${ {a: {b: 1}, c: 2} }'}}
            - pause: {wait: {seconds: 1}}
            - use: {set: '${ $context }'}
            """).input("{'n': 4}").start().advance(Long.MAX_VALUE);
        Edit edit = Edit.at("$context.a.b", -1, Trial.json("9"));
        Aside aside = new Aside(0, "me", List.of(edit), EffectPolicy.REUSE, null);
        assertThat(trial.give(new Input.Forked(1, -1, null, aside))).isTrue();
        trial.go().completes("{'a': {'b': 9}, 'c': 2}");
        assertThat(why(trial, What.OUTPUT, "use", "['a', 'b']"))
                .last()
                .isEqualTo("      copied edited  branch 1 [\"a\",\"b\"] = 9");
        assertThat(why(trial, What.OUTPUT, "use", "['c']"))
                .last()
                .isEqualTo("        copied written tell export.as `2` [\"c\"] = 2");
        assertThat(why(trial, What.OUTPUT, "use", "['a']"))
                .contains(
                        "      computed edited  branch 1 [\"a\",\"b\"] = 9",
                        "      computed context  [\"a\"] = {\"b\":9}");
    }

    @Test
    void saysWhatSomebodyPutInThePlaceOfDataOfATask() throws DivergedException {
        String workflow = """
            do:
            - outer:
                for: {each: item, in: '${ .list }'}
                do:
                - inner:
                    input: {from: '${ {n: $item} }'}
                    do:
                    - ask: {call: http, with: {method: get, endpoint: 'https://a.example', query: {q: '${ .n }'}}}
                    - use: {set: '${ {got: .v, item: $item} }'}
            """;
        Trial input = edited(workflow, "$input.n", "7");
        assertThat(why(input, What.INPUT, "inner", "['n']"))
                .containsExactly("copied input inner [\"n\"] = 7", "  copied edited inner branch 1 [\"n\"] = 7");
        assertThat(why(input, What.INPUT, "inner", "[]"))
                .startsWith(
                        "copied input inner [] = {\"n\":7}",
                        "  computed edited inner branch 1 [\"n\"] = 7",
                        "  computed expression inner input.from `{n: $item}` [] = {\"n\":5}");
        assertThat(why(edited(workflow, "$item", "8").go(), What.OUTPUT, "use", "['item']"))
                .containsExactly(
                        "copied output use [\"item\"] = 8",
                        "  copied expression use set `{got: .v, item: $item}` [\"item\"] = 8",
                        "    copied edited use branch 1 `$item` [] = 8");
    }

    /** A run that waits for an answer, on a branch on which a task around has something else. */
    private static Trial edited(String workflow, String path, String value) {
        Trial trial = Trial.of(workflow)
                .input("{'list': [5]}")
                .calls("{'v': 1}")
                .start()
                .advance(Long.MAX_VALUE);
        long visit = trial.steps(Step.Entered.class).stream()
                .filter(step -> Trial.name(step.at().reference()).equals("inner"))
                .findFirst()
                .orElseThrow()
                .at()
                .visit();
        Aside aside = new Aside(0, "me", List.of(Edit.at(path, visit, Trial.json(value))), EffectPolicy.REUSE, null);
        assertThat(trial.give(new Input.Forked(1, -1, null, aside))).isTrue();
        return trial.advance(Long.MAX_VALUE);
    }

    @Test
    void sayWhatIsNotThere() {
        Trial trial = Trial.of("do: [{a: {set: {b: 1}}}]").run();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provenance(trial).why(new Question(What.OUTPUT, 99, 3, List.of())))
                .withMessageContaining("99");
    }
}
