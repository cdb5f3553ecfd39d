package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.SafeFixes;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.format.Formatting;
import io.flowork.lsp.format.Style;
import io.flowork.lsp.navigate.Occurrences;
import io.flowork.lsp.navigate.Renaming;
import io.flowork.lsp.outline.Outline.TaskName;
import io.flowork.lsp.refactor.Change;
import io.flowork.lsp.refactor.Refactoring;
import io.flowork.lsp.refactor.Refactorings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What editors offer is done to workflows, which are run before and after: the result must be the same. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefactoredRunsTest {
    /** Those that do more than to keep what a workflow does. */
    private static final Set<String> ADDING = Set.of("try", "retry");

    /** What runs without a network, a container or a language of scripts, and ends soon; with inputs. */
    private static final Map<String, List<String>> WORKFLOWS = new TreeMap<>(Map.of(
            "testdata/workflows/hello.flow.yaml", List.of("{}", "{\"name\": \"Ada\"}"),
            "testdata/workflows/triage.flow.yaml", List.of("{\"severity\": 1}", "{\"severity\": 2}", "{}"),
            "testdata/workflows/patience.flow.yaml", List.of("{}"),
            "testdata/workflows/totals.flow.yaml", List.of("{}"),
            "testdata/workflows/greetings.flow.yaml", List.of("{}"),
            "testdata/workflows/fails.flow.yaml", List.of("{}"),
            "testdata/workflows/mock.flow.yaml", List.of("{}"),
            "../shared/spec/examples/raise-reusable.yaml", List.of("{}"),
            "../shared/spec/examples/set.yaml", List.of("{}"),
            "../shared/spec/examples/switch-then-string.yaml", List.of("{\"orderType\": \"electronic\"}", "{}")));

    /** What must have been tried at least once, or the test shows nothing. */
    private static final Set<String> ALL = Set.of(
            "format",
            "do",
            "function",
            "workflow",
            "inline-do",
            "inline-function",
            "inline-workflow",
            "inline-use",
            "default-case",
            "duration-object",
            "duration-text",
            "quote",
            "enclose",
            "bare",
            "set-to-output",
            "output-to-set",
            "to-json",
            "use-order",
            "rename TASK",
            "rename DEFINITION",
            "rename TASK_VARIABLE",
            "rename JQ");

    @TempDir
    Path folder;

    private final Set<String> tried = new HashSet<>();

    /** The workflows that others run, by name. */
    private final Map<String, String> subflows = new TreeMap<>();

    @TestFactory
    Stream<DynamicTest> sameResults() throws IOException {
        try (Stream<Path> files = Files.list(Workbench.root().resolve("testdata/refactored/subflows"))) {
            for (Path file : files.sorted().toList()) {
                subflows.put(file.getFileName().toString().replace(".flow.yaml", ""), Files.readString(file));
            }
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (Map.Entry<String, List<String>> each : WORKFLOWS.entrySet()) {
            Path file = Workbench.root().resolve(each.getKey());
            if (Files.exists(file)) { // the standard's are not everywhere
                String text = Files.readString(file);
                tests.add(DynamicTest.dynamicTest(each.getKey(), () -> check(text, each.getValue())));
            }
        }
        Path own = Workbench.root().resolve("testdata/refactored");
        try (Stream<Path> files = Files.list(own)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String text = Files.readString(file);
                List<String> inputs = List.of("{}", "{\"items\": [3, 1, 2], \"name\": \"Ada\", \"bad\": true}");
                tests.add(DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(text, inputs)));
            }
        }
        tests.add(DynamicTest.dynamicTest(
                "everything was tried", () -> assertThat(tried).containsAll(ALL)));
        return tests.stream();
    }

    private record Result(String status, JsonValue output, JsonValue error) {}

    private Result run(String text, String input, List<Change.NewFile> others) throws IOException {
        Path place = Files.createTempDirectory(folder, "run");
        Workbench bench = new Workbench(place).file("test.flow.yaml", text);
        for (Change.NewFile other : others) {
            bench.file(other.name(), other.text());
        }
        for (Map.Entry<String, String> subflow : subflows.entrySet()) {
            bench.file(subflow.getKey() + ".flow.yaml", subflow.getValue());
        }
        Workbench.Outcome outcome = bench.run("run", "test.flow.yaml", "--json", "--input", input);
        assertThat(outcome.out()).as("%s%n%s", outcome.err(), text).startsWith("{");
        JsonObject json = (JsonObject) JsonReader.parse(outcome.out());
        JsonValue error = json.get("error") instanceof JsonObject known ? known.without("instance") : JsonNull.NULL;
        JsonValue output = json.get("output");
        return new Result(String.valueOf(json.get("status")), output == null ? JsonNull.NULL : output, error);
    }

    private void check(String text, List<String> inputs) throws IOException, Renaming.RefusedException {
        List<Result> before = new ArrayList<>();
        for (String input : inputs) {
            before.add(run(text, input, List.of()));
        }
        Snapshot snapshot = snapshot(text);
        Set<String> seen = new HashSet<>(Set.of(text));
        List<Changed> changes = new ArrayList<>();
        changed(
                "format",
                new Change(Formatting.all(snapshot, new Style(4)), List.of()),
                text,
                changed -> add(changed, seen, changes));
        for (Range range : ranges(snapshot)) {
            for (Refactoring each : Refactorings.at(snapshot, range, this::subflow)) {
                if (each.refused() == null && !ADDING.contains(each.id())) {
                    changed(
                            each.id() + " at " + range,
                            each.change().get(),
                            text,
                            changed -> add(changed, seen, changes));
                }
            }
        }
        for (int offset = 0; offset < text.length(); offset++) {
            Occurrences found = Occurrences.at(snapshot, offset).orElse(null);
            if (found != null) {
                Change change = new Change(Renaming.edits(snapshot, found, "renamed"), List.of());
                changed(
                        "rename " + found.kind() + " " + found.name(),
                        change,
                        text,
                        changed -> add(changed, seen, changes));
            }
        }
        assertThat(changes).hasSizeGreaterThan(2);
        for (Changed changed : changes) {
            tried.add(changed.what.replaceFirst("^(rename \\S+|\\S+).*", "$1"));
            for (int i = 0; i < inputs.size(); i++) {
                assertThat(run(changed.text, inputs.get(i), changed.files))
                        .as("%s, input %s%n%s%n%s", changed.what, inputs.get(i), changed.text, changed.files)
                        .isEqualTo(before.get(i));
            }
        }
    }

    private record Changed(String what, String text, List<Change.NewFile> files) {}

    private static void add(Changed changed, Set<String> seen, List<Changed> changes) {
        if (seen.add(changed.text + changed.files)) {
            changes.add(changed);
        }
    }

    private static void changed(String what, Change change, String text, Consumer<Changed> to) {
        to.accept(new Changed(what, SafeFixes.edited(text, change.edits()), change.files()));
    }

    private Optional<Snapshot> subflow(String namespace, String name, String version) {
        return Optional.ofNullable(subflows.get(name)).map(text -> snapshot("/" + name + ".flow.yaml", text));
    }

    private static Snapshot snapshot(String text) {
        return snapshot("/test.flow.yaml", text);
    }

    private static Snapshot snapshot(String name, String text) {
        return new Snapshot("file://" + name, 1, SourceText.of(name, text), FunctionSignatures.NONE);
    }

    /** Every place of a cursor that can matter, and tasks that follow each other. */
    private static List<Range> ranges(Snapshot snapshot) {
        List<Range> ranges = new ArrayList<>();
        String text = snapshot.source().text();
        for (int at = 0; at < text.length(); at++) {
            boolean begins = Character.isLetterOrDigit(text.charAt(at))
                    && !Character.isLetterOrDigit(text.charAt(Math.max(0, at - 1)));
            if (begins) {
                ranges.add(new Range(at, at));
            }
        }
        List<TaskName> tasks = snapshot.outline().tasks();
        for (TaskName first : tasks) {
            for (TaskName last : tasks) {
                boolean follow = first.list() == last.list()
                        && first.key().range().start() < last.key().range().start();
                if (follow) {
                    ranges.add(new Range(
                            first.key().range().start(), last.value().range().end()));
                }
            }
        }
        return ranges;
    }
}
