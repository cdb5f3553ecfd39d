package io.flowork.core.jq;

import com.sun.management.ThreadMXBean;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.ParsedFilter;
import io.flowork.grammar.json.JsonNull;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Evaluates hostile expressions, one after the other, and says what came of each. {@link HostileTest} starts it in a JVM
 * with a small heap and runs each on a thread with a small stack.
 */
final class Hostile {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A quarter of the heap that {@link HostileTest} gives, as the engine does it. */
    static final JqLimits LIMITS = new JqLimits(100_000_000, 128L << 20, 200_000, 1_000_000);

    static final List<String> EXPRESSIONS = List.of(
            // without an end
            "def f: f; f",
            "def f: 1 + f; f",
            "def f: try f; f",
            "def f(g): f(g | g); f(.)",
            "def f: (., 1) | f; f",
            "[recurse(1)]",
            "[recurse([.])] | length",
            "[repeat(1)]",
            "last(repeat(1))",
            "last(while(true; .))",
            "until(false; . + 1)",
            "reduce range(1e18) as $x (0; . + 1)",
            "last(range(1e18))",
            "last(range(0; 1; 1e-18))",
            "[limit(1e9; repeat(1))]",
            "label $a | repeat(label $b | 1)",
            "first(repeat(empty))",
            "[range(30)] | [combinations(9)]",
            "[range(1e5)] | [.[] as $x | .[] as $y | [$x, $y]]",
            "try repeat(error) catch .",
            // bombs
            "[range(1e9)]",
            "\"a\" * 1e9",
            "reduce range(60) as $i (\"abc\"; . + .)",
            "reduce range(60) as $i ([0]; . + .)",
            "reduce range(60) as $i ([0]; [., .])",
            "reduce range(60) as $i ({}; {a: ., b: .})",
            "reduce range(60) as $i (\"x\"; \"\\(.)\\(.)\")",
            "reduce range(60) as $i (\"x\"; tojson)",
            "reduce range(60) as $i (\"x\"; @base64)",
            "reduce range(60) as $i (\"<\"; @html + @uri)",
            "reduce range(60) as $i (\"x\"; @json + @sh)",
            "[limit(1e6; repeat(\"x\" * 1000))] | add",
            "[limit(1e6; repeat(\"x\" * 1000))] | join(\",\")",
            "[limit(1e7; repeat(65))] | implode",
            "reduce range(1e6) as $i (\"\"; . + \"x\")",
            "[range(1e7)] | sort_by(-.)",
            "[range(1e6)] | group_by(.) | length",
            "[range(1e6)] | [paths] | length",
            "[range(1e6)] | map(tostring) | unique | length",
            "[range(1e6)] | [tostream] | length",
            "reduce range(1e7) as $i ({}; .[\"k\\($i)\"] = $i)",
            "[range(1e6) | {key: \"k\\(.)\", value: .}] | from_entries | length",
            "\"[\" * 1e6 | fromjson",
            "(\"[0],\" * 4e6 | \"[\" + . + \"0]\") | fromjson | length",
            "(\"{\\\"a\\\":\" * 1e5) | fromjson",
            "(\"1\" * 1e7) | tonumber",
            "1e1000000",
            "[limit(100000; repeat(9))] | join(\"\") | tonumber",
            "reduce range(1e6) as $i (7; . * . % 99999999999999999999)",
            // places
            ".[1e9] = 1",
            "setpath([1e9]; 1)",
            ".[536870911] = 1",
            "setpath([range(1e6) | \"a\"]; 1)",
            "getpath([range(1e6) | \"a\"])",
            "reduce range(1e5) as $i (0; [.])",
            "reduce range(1e4) as $i (null; {a: .}) | tojson",
            "reduce range(10001) as $i ([]; [.]) | . == map(.)",
            "[range(300) as $k | reduce range(9999) as $i ($k; [.])] | sort | length",
            "reduce range(9999) as $i ([]; [1, .]) | [tostream] | length",
            "[range(1e6)] | del(.[])",
            "[range(1e6)] | .[][\"a\"]?",
            // searching
            "(\"a\" * 1e7) | index(\"a\" * 5e6 + \"b\")",
            "(\"a\" * 1e7) | [scan(\"a\")] | length",
            "(\"a\" * 1e5) | test(\"(a+)+$|b\")",
            "(\"a\" * 40 + \"!\") | test(\"^(a|aa)+$\")",
            "(\"a\" * 1e4) | test(\"(a*)*(a*)*b\")",
            "(\"ab\" * 1e6) | gsub(\"a\"; \"bbbbbbbbbb\")",
            "(\"a,\" * 1e6) | [splits(\",\")] | length",
            "(\"x\" * 1e6) | ltrimstr(\"x\" * 999999)",
            "test(\"(\" * 1e5)",
            // outside
            "env",
            "$ENV.PATH",
            "input",
            "[\"/etc/passwd\"] | getpath([\"x\"])",
            "now");

    private Hostile() {}

    /** Prints a line for each expression: milliseconds, megabytes allocated, what stopped it, and the expression. */
    public static void main(String[] arguments) throws InterruptedException {
        for (String expression : EXPRESSIONS) {
            String[] line = new String[1];
            Thread small = new Thread(null, () -> line[0] = line(expression), "hostile", 256 << 10);
            small.start();
            small.join();
            System.out.println(line[0] == null ? "0\t0\tDIED\t" + expression : line[0]);
        }
    }

    private static String line(String expression) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long began = THREADS.getCurrentThreadCpuTime();
        String end = end(expression);
        return "%d\t%d\t%s\t%s"
                .formatted(
                        (THREADS.getCurrentThreadCpuTime() - began) / 1_000_000,
                        (THREADS.getCurrentThreadAllocatedBytes() - allocated) >> 20,
                        end,
                        expression);
    }

    private static String end(String expression) {
        ParsedFilter parsed = JqParser.parse(expression);
        if (!parsed.problems().isEmpty()) {
            return "refused";
        }
        try {
            CompiledFilter filter = CompiledFilter.compile(parsed.filter(), List.of());
            filter.evaluate(JsonNull.NULL, Variables.NONE, new JqMachine(LIMITS));
            return "answered";
        } catch (JqCompileException e) {
            return "refused";
        } catch (JqException e) {
            return e.kind() == JqException.Kind.ERROR
                    ? "error"
                    : e.kind().name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
