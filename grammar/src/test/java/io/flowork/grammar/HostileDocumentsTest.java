package io.flowork.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.SourceText;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a stranger may send as a file is refused or read in time, on a stack of 512 KiB. */
class HostileDocumentsTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MOST_MILLIS = 20_000;
    /** Garbage included: the YAML parser copies the rest of a long line many times. */
    private static final long MOST_MEGABYTES = 49_152;

    private static final String HEAD = "document: {dsl: 1.0.3, namespace: n, name: n, version: 1.0.0}\n";

    private static String set(String expression) {
        return HEAD + "do:\n  - a:\n      set:\n        x: \"${ " + expression.replace("\"", "\\\"") + " }\"\n";
    }

    private static Map<String, Supplier<String>> workflows() {
        Map<String, Supplier<String>> all = new LinkedHashMap<>();
        all.put("an alias bomb", () -> {
            StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
            for (int i = 1; i < 40; i++) {
                text.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
            }
            return text + HEAD;
        });
        all.put("an alias to itself", () -> "a: &a [*a]\n" + HEAD);
        all.put("200,000 brackets", () -> HEAD + "do: " + "[".repeat(200_000));
        all.put("200,000 closed brackets", () -> HEAD + "do: " + "[".repeat(200_000) + "]".repeat(200_000));
        all.put("200,000 braces", () -> HEAD + "do: " + "{a: ".repeat(200_000));
        all.put("5,000 levels of indentation", () -> {
            StringBuilder text = new StringBuilder(HEAD);
            for (int i = 0; i < 5_000; i++) {
                text.append(" ".repeat(i)).append("a:\n");
            }
            return text.toString();
        });
        all.put("100,000 keys", () -> {
            StringBuilder text = new StringBuilder(HEAD + "do:\n  - a:\n      set:\n");
            for (int i = 0; i < 100_000; i++) {
                text.append("        k").append(i).append(": 1\n");
            }
            return text.toString();
        });
        all.put(
                "20,000 times the same key",
                () -> HEAD + "do:\n  - a:\n      set:\n" + "        k: 1\n".repeat(20_000));
        all.put(
                "tags of other languages",
                () -> HEAD + "do: !!javax.script.ScriptEngineManager [!!java.net.URL [x]]\n");
        all.put("a text of 15 MB", () -> HEAD + "do:\n  - a:\n      set: {x: \"" + "a".repeat(15 << 20) + "\"}\n");
        all.put("a text of 17 MB", () -> HEAD + "do:\n  - a:\n      set: {x: \"" + "a".repeat(17 << 20) + "\"}\n");
        all.put("a line of 1 MB of tasks", () -> HEAD + "do: [" + "{a: {set: {x: 1}}}, ".repeat(50_000) + "]\n");
        all.put("20,000 mistakes", () -> HEAD + "do:\n" + "  - a: {sett: {x: 1}, thenn: b}\n".repeat(20_000));
        all.put("100,000 parentheses in an expression", () -> set("(".repeat(100_000)));
        all.put("100,000 closed parentheses", () -> set("(".repeat(100_000) + "1" + ")".repeat(100_000)));
        all.put("100,000 operators", () -> set("1+".repeat(100_000) + "1"));
        all.put("100,000 interpolations", () -> set("\"\\\\(".repeat(100_000)));
        all.put("a number of a million digits", () -> set("1".repeat(1_000_000)));
        all.put("100,000 definitions", () -> set("def f: 1; ".repeat(100_000) + "f"));
        return all;
    }

    private static Map<String, Supplier<String>> inputs() {
        Map<String, Supplier<String>> all = new LinkedHashMap<>();
        all.put("JSON of 200,000 brackets", () -> "[".repeat(200_000) + "]".repeat(200_000));
        all.put("JSON with a number of a million digits", () -> "[" + "1".repeat(1_000_000) + "]");
        all.put("JSON with 1e1000000", () -> "[1e1000000]");
        all.put("JSON with 300,000 keys", () -> {
            StringBuilder text = new StringBuilder("{");
            for (int i = 0; i < 300_000; i++) {
                text.append("\"k").append(i).append("\":1,");
            }
            return text + "\"z\":1}";
        });
        return all;
    }

    @Test
    void everyHostileDocumentIsRefusedOrRead() throws InterruptedException {
        System.out.println("   CPU ms  MB in all  outcome               document");
        for (Map.Entry<String, Supplier<String>> row : workflows().entrySet()) {
            check(row.getKey(), row.getValue().get(), HostileDocumentsTest::analyze);
        }
        for (Map.Entry<String, Supplier<String>> row : inputs().entrySet()) {
            check(row.getKey(), row.getValue().get(), HostileDocumentsTest::parse);
        }
    }

    private interface Reading {
        String of(String text);
    }

    private static String analyze(String text) {
        WorkflowAnalysis.Analysis analysis = WorkflowAnalysis.analyze(SourceText.of("hostile.flow.yaml", text));
        return analysis.hasErrors()
                ? "refused, %d errors".formatted(analysis.diagnostics().size())
                : "read";
    }

    private static String parse(String text) {
        try {
            JsonValue value = JsonReader.parse(text);
            return value.depth() > 0 ? "read" : "read as a scalar";
        } catch (JsonSyntaxException e) {
            return "refused";
        }
    }

    private static void check(String name, String text, Reading reading) throws InterruptedException {
        String[] outcome = {"died"};
        long[] used = new long[2];
        Thread small = new Thread(
                null,
                () -> {
                    long allocated = THREADS.getCurrentThreadAllocatedBytes();
                    outcome[0] = reading.of(text);
                    used[0] = THREADS.getCurrentThreadCpuTime() / 1_000_000;
                    used[1] = (THREADS.getCurrentThreadAllocatedBytes() - allocated) >> 20;
                },
                "hostile",
                512 << 10);
        small.start();
        small.join();
        System.out.printf("%9d  %9d  %-20s  %s%n", used[0], used[1], outcome[0], name);
        assertThat(outcome[0]).as(name).isNotEqualTo("died");
        assertThat(used[0]).as(name + ": milliseconds").isLessThan(MOST_MILLIS);
        assertThat(used[1]).as(name + ": megabytes").isLessThan(MOST_MEGABYTES);
    }
}
