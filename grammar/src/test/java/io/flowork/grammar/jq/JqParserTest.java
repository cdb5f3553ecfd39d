package io.flowork.grammar.jq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowork.grammar.text.Range;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JqParserTest {
    /** A tree as text: each node's name, and the part of the program it covers. */
    private static String tree(String program) {
        StringBuilder out = new StringBuilder();
        show(program, JqParser.parse(program).filter(), out);
        return out.toString();
    }

    private static void show(String program, Object node, StringBuilder out) {
        Range range = range(node);
        out.append(node.getClass().getSimpleName());
        if (range != null) {
            out.append('`').append(program, range.start(), range.end()).append('`');
        }
        List<Object> children = children(node);
        if (!children.isEmpty()) {
            out.append('(');
            for (int i = 0; i < children.size(); i++) {
                out.append(i > 0 ? ", " : "");
                show(program, children.get(i), out);
            }
            out.append(')');
        }
    }

    private static Range range(Object node) {
        return switch (node) {
            case Filter filter -> filter.range();
            case TextPart part -> part.range();
            case Pattern pattern -> pattern.range();
            case Pattern.Member member -> member.range();
            case Filter.Entry entry -> entry.range();
            case Filter.Function function -> function.range();
            case Filter.Parameter parameter -> parameter.range();
            default -> null;
        };
    }

    private static List<Object> children(Object node) {
        List<Object> children = new ArrayList<>();
        for (RecordComponent component : node.getClass().getRecordComponents()) {
            try {
                Object value = component.getAccessor().invoke(node);
                if (value instanceof List<?> list) {
                    list.stream().filter(JqParserTest::isNode).forEach(children::add);
                } else if (isNode(value)) {
                    children.add(value);
                }
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        }
        return children;
    }

    private static boolean isNode(Object value) {
        return value instanceof Record && value.getClass().getPackageName().equals("io.flowork.grammar.jq");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '\0', textBlock = """
            .                  ¦ Identity`.`
            .a.b?              ¦ Index`.a.b?`(Index`.a`(Identity`.`, Literal`a`), Literal`b`)
            (.a).b             ¦ Index`(.a).b`(Index`.a`(Identity`.`, Literal`a`), Literal`b`)
            1 + 2 * 3          ¦ Binary`1 + 2 * 3`(Literal`1`, Binary`2 * 3`(Literal`2`, Literal`3`))
            1 - 2 - 3          ¦ Binary`1 - 2 - 3`(Binary`1 - 2`(Literal`1`, Literal`2`), Literal`3`)
            1 // 2 // 3        ¦ Binary`1 // 2 // 3`(Literal`1`, Binary`2 // 3`(Literal`2`, Literal`3`))
            1, 2 | 3           ¦ Pipe`1, 2 | 3`(Comma`1, 2`(Literal`1`, Literal`2`), Literal`3`)
            -.a                ¦ Negate`-.a`(Index`.a`(Identity`.`, Literal`a`))
            try 1 + 2          ¦ Binary`try 1 + 2`(Try`try 1`(Literal`1`), Literal`2`)
            .[1:]              ¦ Slice`.[1:]`(Identity`.`, Literal`1`)
            ."a"[]             ¦ Iterate`."a"[]`(Index`."a"`(Identity`.`, Literal`"a"`))
            . as [$a, {b: $c}] | $a ¦ Bind`. as [$a, {b: $c}] | $a`(Identity`.`, Elements`[$a, {b: $c}]`(Named`$a`, Members`{b: $c}`(Member`b: $c`(Literal`b`, Named`$c`))), Variable`$a`)
            {a, "b": 1, $c}    ¦ ObjectOf`{a, "b": 1, $c}`(Entry`a`(Literal`a`, Index`a`(Identity``, Literal`a`)), Entry`"b": 1`(Literal`"b"`, Literal`1`), Entry`$c`(Literal`$c`, Variable`$c`))
            "a\\(1)b"          ¦ Text`"a\\(1)b"`(Fixed`a`, Inserted`\\(1)`(Literal`1`), Fixed`b`)
            def f(g; $x): g; f(1; 2) ¦ Define`def f(g; $x): g; f(1; 2)`(Function`def f(g; $x): g;`(Parameter`g`, Parameter`$x`, Call`g`), Call`f(1; 2)`(Literal`1`, Literal`2`))
            if 1 then 2 end    ¦ If`if 1 then 2 end`(Branch(Literal`1`, Literal`2`))
            .a |= . + 1        ¦ Assign`.a |= . + 1`(Index`.a`(Identity`.`, Literal`a`), Binary`. + 1`(Identity`.`, Literal`1`))
            1 as $x | 2, $x    ¦ Bind`1 as $x | 2, $x`(Literal`1`, Named`$x`, Comma`2, $x`(Literal`2`, Variable`$x`))
            @base64 "x\\(.)"   ¦ Text`@base64 "x\\(.)"`(Fixed`x`, Inserted`\\(.)`(Identity`.`))
            .and.if            ¦ Index`.and.if`(Index`.and`(Identity`.`, Literal`and`), Literal`if`)
            .a?//1             ¦ Binary`.a?//1`(Try`.a?`(Index`.a`(Identity`.`, Literal`a`)), Literal`1`)
            """)
    void trees(String program, String tree) {
        assertThat(JqParser.parse(program).problems()).isEmpty();
        assertThat(tree(program)).isEqualTo(tree);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '\0', textBlock = """
            .a | (1 + 2         ¦ 11 ¦ missing `)` to close `(`
            .a +                ¦ 4  ¦ missing an expression after `+`
            | .a                ¦ 0  ¦ missing an expression before `|`
            .a || .b            ¦ 4  ¦ missing an expression between `|` and `|`; jq writes `or`
            }                   ¦ 0  ¦ `}` closes nothing; remove it, or add the `{` that it closes
            [.a, ]              ¦ 5  ¦ missing an expression after `,`, found `]`
            [1, 2               ¦ 5  ¦ missing `]` to close `[`
            {a: 1               ¦ 5  ¦ missing `}` to close `{`
            {a b}               ¦ 3  ¦ missing `,` between two members, found `b`
            {1: 2}              ¦ 1  ¦ a key that is computed needs parentheses: `(expression): value`
            if .a then 1        ¦ 12 ¦ missing `end` to close `if`
            if .a 1 end         ¦ 6  ¦ missing `then` after the condition of `if`, found `1`
            "abc                ¦ 0  ¦ this string is not closed; add `"` at its end
            "a\\(.b"             ¦ 6  ¦ missing `)` to close `\\(`, found a string
            "a\\qb"             ¦ 2  ¦ `\\q` is no escape; use \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX or \\(…)
            .a & .b             ¦ 3  ¦ jq has no character `&` here; it writes `and`
            .a == 'b'           ¦ 6  ¦ jq has no character `'` here; its strings stand in double quotes
            .a)                 ¦ 2  ¦ `)` closes nothing; remove it, or add the `(` that it closes
            1 == 2 == 3         ¦ 7  ¦ `==` cannot be followed by `==`; add parentheses
            . as | 1            ¦ 5  ¦ missing a pattern such as `$name`, `[$first, $second]` or `{$name}`, found `|`
            import "a;\\q" as b; 1 ¦ 0 ¦ `import` is not available in a workflow; write the functions here with `def`
            def f: 1            ¦ 8  ¦ missing `;` after the definition of `f`
            reduce .[] as $x (0) ¦ 19 ¦ missing `;` between the start and the update of `reduce`, found `)`
            """)
    void problems(String program, int at, String message) {
        List<JqProblem> problems = JqParser.parse(program).problems();
        assertThat(problems.getFirst().message()).isEqualTo(message);
        assertThat(problems.getFirst().range().start()).isEqualTo(at);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '\0', textBlock = """
            .a | (1 + 2         ¦ (     ¦ 5
            [1, {a: 2]          ¦ {     ¦ 4
            map(.a              ¦ (     ¦ 3
            .a[0                ¦ [     ¦ 2
            1, if .a then 1     ¦ if    ¦ 3
            "ab\\(.c"            ¦ \\(    ¦ 3
            . as [$a | $a       ¦ [     ¦ 5
            """)
    void whatIsNotClosedIsShown(String program, String opening, int at) {
        JqProblem.Related related =
                JqParser.parse(program).problems().getFirst().related();
        assertThat(related)
                .isEqualTo(new JqProblem.Related(
                        new Range(at, at + opening.length()), "this `" + opening + "` is not closed"));
    }

    @Test
    void aBrokenProgramKeepsWhatIsReadable() {
        assertThat(tree("$context.items[")).contains("Variable`$context`", "Literal`items`", "Missing");
        assertThat(tree(".a | ")).isEqualTo("Pipe`.a |`(Index`.a`(Identity`.`, Literal`a`), Missing``)");
        assertThat(tree("{a: .b, c: ")).contains("Literal`b`", "Missing");
        assertThat(tree("$input.")).contains("Variable`$input`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(", "[", "{a:", "-", "\"\\(", "if ", ".a|=", "def f: ", ". as [", "try ", "reduce ", "1+(", ".["
            })
    void nestingIsLimited(String opening) {
        ParsedFilter parsed = JqParser.parse(opening.repeat(100_000));
        assertThat(parsed.problems()).extracting(JqProblem::message).anyMatch(m -> m.contains("nested too deeply"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1+", ".a", "1,", "1|", ".[0]", "1//", "1 as $x|", "?"})
    void longProgramsGiveATreeOfLimitedHeight(String piece) {
        ParsedFilter parsed = JqParser.parse("." + piece.repeat(100_000) + "1");
        assertThat(height(parsed.filter())).isLessThanOrEqualTo(1_000);
    }

    private static int height(Object node) {
        return 1 + children(node).stream().mapToInt(JqParserTest::height).max().orElse(0);
    }

    @Test
    void everyPrefixAndMutationOfTheJqProjectsProgramsGivesATree() throws IOException {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.exists(at.resolve("mvnw"))) {
            at = at.getParent();
        }
        Path folder =
                at == null ? Path.of("shared/jq") : at.resolveSibling("shared").resolve("jq");
        assumeTrue(
                Files.isDirectory(folder),
                () -> "not there: " + folder + "; put jqlang/jq's tests/*.test of tag jq-1.8.2 there to run this");
        long seed = 20_261_122;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int programs = 0;
        for (String file : List.of("jq.test", "man.test", "onig.test")) {
            for (String line : Files.readAllLines(folder.resolve(file))) {
                for (int end = 0; end <= line.length(); end++) {
                    check(line.substring(0, end));
                    programs++;
                }
                for (int i = 0; i < 5 && !line.isEmpty(); i++) {
                    int from = random.nextInt(line.length());
                    int to = from + random.nextInt(line.length() - from);
                    check(line.substring(0, from) + line.substring(to));
                    check(line.substring(0, from)
                            + "()[]{}|,;:\"\\$@.?".charAt(random.nextInt(16))
                            + line.substring(to));
                }
            }
        }
        assertThat(programs).isGreaterThan(10_000);
    }

    private static void check(String program) {
        ParsedFilter parsed = JqParser.parse(program);
        inside(program, parsed.filter(), new Range(0, program.length()));
        for (JqProblem problem : parsed.problems()) {
            assertThat(problem.range().end()).as(program).isLessThanOrEqualTo(program.length());
        }
    }

    private static void inside(String program, Object node, Range outer) {
        Range range = range(node);
        if (range != null) {
            assertThat(range.start()).as("%s in %s", node, program).isGreaterThanOrEqualTo(0);
            assertThat(range.end()).as("%s in %s", node, program).isLessThanOrEqualTo(outer.end());
        }
        for (Object child : children(node)) {
            inside(program, child, outer);
        }
    }
}
