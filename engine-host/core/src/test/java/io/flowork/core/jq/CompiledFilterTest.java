package io.flowork.core.jq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompiledFilterTest {
    /** A builtin with a bug: the one of this name is replaced in the compiled program. */
    private static CompiledFilter buggy(String program, String builtin) {
        CompiledFilter filter = Jq.compile(program);
        Object[] references = filter.code().references;
        for (int i = 0; i < references.length; i++) {
            if (references[i] instanceof Native found && found.name().equals(builtin)) {
                references[i] = new Native(builtin, found.arity(), found.secrets(), (meter, in, a, b, c) -> {
                    throw new IndexOutOfBoundsException("7 of 3");
                });
            }
        }
        return filter;
    }

    @Test
    void aBugInABuiltinIsNamedAndNotCaught() {
        JqMachine machine = new JqMachine(JqLimits.DEFAULT);
        CompiledFilter filter = buggy("try (1 | [., 2] | implode) catch 3", "implode");
        for (int times = 0; times < 2; times++) {
            assertThatExceptionOfType(JqBugException.class)
                    .isThrownBy(() -> filter.evaluate(JsonNull.NULL, Variables.NONE, machine))
                    .withMessage("the jq function `implode`")
                    .withCauseInstanceOf(IndexOutOfBoundsException.class)
                    .satisfies(bug -> assertThat(bug.range()).isEqualTo(new Range(18, 25)));
        }
        assertThat(Jq.run("[., 2] | implode", JsonNumber.of(97), machine)).isEqualTo("\"a\\u0002\"");
    }

    @Test
    void noOutputIsNullOneIsItselfSeveralAreAnArray() {
        assertThat(Jq.one("empty")).isEqualTo(JsonNull.NULL);
        assertThat(Jq.one("[1]")).hasToString("[1]");
        assertThat(Jq.one("1, [2], null")).hasToString("[1,[2],null]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', textBlock = """
            9223372036854775807 + 1          ¦ 9223372036854775808
            -9223372036854775807 - 2         ¦ -9223372036854775809
            3000000000 * 4000000000000       ¦ 12000000000000000000000
            12000000000000000000000 / 4      ¦ 3000000000000000000000
            6 / 4                            ¦ 1.5
            7 / 7                            ¦ 1
            12000000000000000000001 % 1000   ¦ 1
            -5 % 3                           ¦ -2
            5.9 % -3                         ¦ 2
            0.1 + 0.2                        ¦ 0.30000000000000004
            1e3                              ¦ 1000
            {b: 1, a: 2}                     ¦ {"b":1,"a":2}
            {b: 1, a: 2} | keys            ¦ ["a","b"]
            {b: 1, a: 2} | tojson          ¦ "{\\"b\\":1,\\"a\\":2}"
            [nan] | sort                   ¦ [null]
            nan < nan                        ¦ true
            """)
    void numbersAndOrder(String program, String output) {
        assertThat(Jq.run(program, "null")).isEqualTo(output);
    }

    @Test
    void integersBeyond1024BitsBecomeDoubles() {
        assertThat(Jq.run("reduce range(40) as $i (10; . * 10000000000) | type, tostring", "null"))
                .startsWith("\"number\" \"1.7976931348623157e+308\"");
    }

    @Test
    void aVariableIsAskedForOnlyWhereItIsUsed() {
        List<Integer> asked = new ArrayList<>();
        CompiledFilter filter = CompiledFilter.compile(
                JqParser.parse("if .x then $a else $b.c end").filter(), List.of("a", "b"));
        Variables variables = index -> {
            asked.add(index);
            return JsonReader.parse("{\"c\":5}");
        };
        assertThat(filter.evaluate(JsonReader.parse("{}"), variables, new JqMachine(JqLimits.DEFAULT)))
                .isEqualTo(JsonNumber.of(5));
        assertThat(asked).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', textBlock = """
            .a | lenght       ¦ 5  ¦ 11 ¦ there is no function `lenght`; did you mean `length`?
            $contxt.a           ¦ 0  ¦ 7  ¦ there is no variable `$contxt`; did you mean `$context`?
            map(1; 2)           ¦ 0  ¦ 3  ¦ `map` does not take 2 arguments; it is used as `map(f)`
            @bse64              ¦ 0  ¦ 6  ¦ there is no format `@bse64`; did you mean `@base64`?
            label $out | break $ou ¦ 13 ¦ 22 ¦ there is no `label $ou` around this; did you mean `$out`?
            1, input            ¦ 3  ¦ 8  ¦ `input` is not available in a workflow: an expression has one input, which is '.'
            $ENV.HOME           ¦ 0  ¦ 4  ¦ `$ENV` is not available in a workflow: an expression sees only its input and variables
            test(1; 2; 3)       ¦ 0  ¦ 4  ¦ `test` does not take 3 arguments; it is used as `test($regex)` or `test($regex; $flags)`
            now                 ¦ 0  ¦ 3  ¦ `now` is not available in a workflow: a replay would not see the same time; use '$task.startedAt' or '$workflow.startedAt'
            def f: foo; 1       ¦ 7  ¦ 10 ¦ there is no function `foo`
            """)
    void whatDoesNotExistIsFoundWhenCompiling(String program, int from, int to, String message) {
        assertThatThrownBy(() -> Jq.compile(program))
                .asInstanceOf(type(JqCompileException.class))
                .satisfies(e -> {
                    assertThat(e.problems()).hasSize(1);
                    assertThat(e.problems().getFirst().message()).isEqualTo(message);
                    assertThat(e.problems().getFirst().range().start()).isEqualTo(from);
                    assertThat(e.problems().getFirst().range().end()).isEqualTo(to);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', textBlock = """
            .a.b                ¦ {"a":5}  ¦ 0  ¦ 4  ¦ Cannot index number with string ("b")
            1 + (.a + "x")      ¦ {"a":5}  ¦ 5  ¦ 13 ¦ number (5) and string ("x") cannot be added
            . as $x | error({code: 7}) ¦ 1 ¦ 10 ¦ 26 ¦ object ({"code":7}) was raised as an error
            map(.x) | add     ¦ [1]      ¦ 4  ¦ 6  ¦ Cannot index number with string ("x")
            walk(error("no"))   ¦ 1        ¦ 5  ¦ 16 ¦ no
            [paths(.a)]         ¦ [3]      ¦ 7  ¦ 9  ¦ Cannot index array with string ("a")
            """)
    void errorsSayWhereTheyHappened(String program, String input, int from, int to, String message) {
        assertThatThrownBy(() -> Jq.run(program, input))
                .asInstanceOf(type(JqException.class))
                .satisfies(e -> {
                    assertThat(e.getMessage()).isEqualTo(message);
                    assertThat(e.kind()).isEqualTo(JqException.Kind.ERROR);
                    assertThat(e.range().start()).isEqualTo(from);
                    assertThat(e.range().end()).isEqualTo(to);
                });
    }

    @Test
    void aMachineIsUsedAgainAfterAnError() {
        JqMachine machine = new JqMachine(JqLimits.DEFAULT);
        assertThatThrownBy(() -> Jq.run("[.[] | error]", JsonReader.parse("[1,2]"), machine))
                .isInstanceOf(JqException.class);
        assertThat(Jq.run(".[]", JsonReader.parse("[1,2]"), machine)).isEqualTo("1 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', textBlock = """
            (.a, .b) = (1, 2)                    ¦ {}            ¦ {"a":1,"b":1} {"a":2,"b":2}
            (.[] | select(. > 1)) |= empty   ¦ [1,5,3,0,7]   ¦ [1,0]
            .a += (1, 2)                         ¦ {"a":1}       ¦ {"a":2} {"a":3}
            .a[1:3] |= map(. * 2)              ¦ {"a":[1,2,3]} ¦ {"a":[1,4,6]}
            to_entries                           ¦ {"x":1}       ¦ [{"key":"x","value":1}]
            del(.[0, 2])                         ¦ [1,2,3]       ¦ [2]
            [limit(3; repeat(1))]                ¦ null          ¦ [1,1,1]
            path(first(.a, .b))                  ¦ null          ¦ ["a"]
            [path(..)]                           ¦ [[1]]         ¦ [[],[0],[0,0]]
            def f(g): g | g; 3 | f(. * .)    ¦ null          ¦ 81
            def f($a; g): $a + g; f(1, 2; 10, 20) ¦ null          ¦ 11 21 12 22
            [.[] as [$a] ?// $a | $a]          ¦ [[1],2]       ¦ [1,2]
            try error("x") catch .               ¦ null          ¦ "x"
            [.[] | (1 / .)?]                   ¦ [1,0,2]       ¦ [1,0.5]
            try ((1, error("in")) | error("out")) catch . ¦ null ¦ "out"
            [label $f | range(10) | ., (select(. == 1) | break $f)] ¦ null ¦ [0,1]
            if . then 1 elif 2 then 3 end        ¦ null          ¦ 3
            "a\\(1, 2)b\\(3, 4)"                 ¦ null          ¦ "a1b3" "a2b3" "a1b4" "a2b4"
            """)
    void language(String program, String input, String outputs) {
        assertThat(Jq.run(program, input)).isEqualTo(outputs);
    }
}
