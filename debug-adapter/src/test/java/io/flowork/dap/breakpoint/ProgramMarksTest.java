package io.flowork.dap.breakpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.program.Program;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.text.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProgramMarksTest {
    private static final String TEXT = """
            document: {dsl: '1.0.3', namespace: test, name: marks, version: 1.0.0}
            # before
            use:
              functions:
                greet:
                  set: {greeting: '${ "Hi " + .name }'}
            do:
              - first:
                  if: ${ .n > 0 }
                  set:
                    a: 1
                    b: |
                      ${
                        .n
                        + 1
                      }
              - loop:
                  for: {each: x, in: '${ .list }'}
                  do:
                    - inner: {set: {y: '${ $x }'}}
              - last:
                  call: greet
                  with: {name: you}
            # after
            """;

    @Test
    void bindsALineToTheTaskOnIt() {
        ProgramMarks marks = marks(TEXT);
        assertThat(bound(marks, 8)).isEqualTo("/do/0/first 8");
        assertThat(bound(marks, 17)).isEqualTo("/do/1/loop 17");
        assertThat(bound(marks, 20)).isEqualTo("/do/1/loop/do/0/inner 20");
        assertThat(bound(marks, 5)).isEqualTo("/use/functions/greet 5");
    }

    @Test
    void bindsTheConditionOfAnExtension() {
        ProgramMarks marks = marks("""
                document: {dsl: '1.0.3', namespace: test, name: marks, version: 1.0.0}
                use:
                  extensions:
                    - log:
                        extend: set
                        when: ${ .n > 0 }
                        before:
                          - note: {set: {x: 1}}
                do:
                  - one: {set: {n: 1}}
                  - two: {wait: {seconds: 1}}
                  - three: {set: {n: 2}}
                """);
        assertThat(marks.bind(6, null)).isInstanceOfSatisfying(ProgramMarks.Found.class, found -> {
            assertThat(found.mark().references()).containsExactlyInAnyOrder("/do/0/one", "/do/2/three");
            assertThat(found.mark().start().line()).isEqualTo(6);
            assertThat(found.message()).isNull();
        });
        assertThat(bound(marks, 8)).isEqualTo("/use/extensions/0/log/before/0/note 8");
    }

    @Test
    void bindsTheTasksOfAFunctionInAFile() {
        String place = "https://example.com/greet.yaml";
        String text = """
                do:
                  - hello: {set: {x: 1}}
                  - bye:
                      set: {x: 2}
                """;
        ProgramMarks marks = ProgramMarks.ofFunction(SourceText.of("greet.yaml", text), place, program(TEXT));
        assertThat(bound(marks, 1)).isEqualTo(place + "# 1");
        assertThat(bound(marks, 2)).isEqualTo(place + "#/do/0/hello 2");
        assertThat(bound(marks, 3)).isEqualTo(place + "#/do/1/bye 3");
        assertThat(marks.named("bye")).containsExactly(place + "#/do/1/bye");
    }

    @Test
    void movesToTheTaskOfAnExpression() {
        ProgramMarks marks = marks(TEXT);
        assertThat(bound(marks, 9))
                .isEqualTo(
                        "/do/0/first 8 Moved to line 8: the run stops before the task 'first', which this expression is"
                                + " part of");
        assertThat(bound(marks, 14)).startsWith("/do/0/first 8 Moved");
        assertThat(bound(marks, 18)).startsWith("/do/1/loop 17 Moved");
    }

    @Test
    void movesToWhatComesAfter() {
        ProgramMarks marks = marks(TEXT);
        assertThat(bound(marks, 1))
                .isEqualTo("/use/functions/greet 5 Moved to line 5, where the next task, 'greet', begins");
        assertThat(bound(marks, 19)).startsWith("/do/1/loop/do/0/inner 20 Moved to line 20");
    }

    @Test
    void saysWhyALineLeadsNowhere() {
        ProgramMarks marks = marks(TEXT);
        assertThat(bound(marks, 22)).startsWith("Nothing runs at line 22 or after it; set");
        assertThat(bound(marks, 24)).contains("it is a comment after the last task");
        assertThat(bound(marks, 99)).isEqualTo("The file has no line 99; its last one is 25");
        assertThat(bound(marks, 0)).startsWith("The file has no line 0");
    }

    @Test
    void tellsTasksOfOneLineApart() {
        String json = """
                {"document": {"dsl": "1.0.3", "namespace": "test", "name": "flow", "version": "1.0.0"},
                 "do": [{"one": {"set": {"a": 1}}}, {"two": {"set": {"b": "${ .a }"}}}]}
                """;
        ProgramMarks marks = marks(json);
        assertThat(bound(marks, 2)).isEqualTo("/do/0/one 2");
        int two = json.lines().skip(1).findFirst().orElseThrow().indexOf("\"two\"") + 1;
        assertThat(bound(marks, 2, two)).isEqualTo("/do/1/two 2");
        assertThat(bound(marks, 2, two + 20)).isEqualTo("/do/1/two 2");
        assertThat(bound(marks, 2, two - 1)).isEqualTo("/do/0/one 2");
        assertThat(marks.between(1, 9))
                .extracting(Mark::reference)
                .containsExactly("/do/0/one", "/do/1/two", "/do/1/two");
    }

    @Test
    void countsColumnsInUtf16AndLinesByAnyBreak() {
        String text = "\uFEFF" + TEXT.replace("# before", "# \uD83D\uDC15").replace("\n", "\r\n");
        ProgramMarks marks = marks(text);
        assertThat(bound(marks, 8)).isEqualTo("/do/0/first 8");
        String astral = """
                document: {dsl: '1.0.3', namespace: t, name: a, version: 1.0.0}
                do: [{a: {set: {x: '\uD83D\uDC15\uD83D\uDC15'}}}, {b: {set: {y: 1}}}]
                """;
        int column = astral.lines().skip(1).findFirst().orElseThrow().indexOf("b:") + 1;
        assertThat(bound(marks(astral), 2, column)).isEqualTo("/do/1/b 2");
        Mark mark = ((ProgramMarks.Found) marks(astral).bind(2, column)).mark();
        assertThat(mark.start().column()).isEqualTo(column);
    }

    @Test
    void findsTasksByNameAndPattern() {
        ProgramMarks marks = marks(TEXT);
        assertThat(marks.named("inner")).containsExactly("/do/1/loop/do/0/inner");
        assertThat(marks.named("/do/*/loop*")).containsExactlyInAnyOrder("/do/1/loop", "/do/1/loop/do/0/inner");
        assertThat(marks.named("*")).hasSize(5);
        assertThat(marks.named("nobody")).isEmpty();
    }

    /** For every line of every example: what is bound is bound again at its own line, and never before an earlier line's. */
    @Test
    void bindingIsSteady() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(Path.of("../testdata/workflows"))) {
            files = found.filter(file -> file.toString().endsWith(".flow.yaml"))
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            ProgramMarks marks = marks(Files.readString(file));
            int lines = marks.source().lines();
            for (int line = 1; line <= lines; line++) {
                if (marks.bind(line, null) instanceof ProgramMarks.Found found) {
                    int there = found.mark().start().line();
                    assertThat(marks.bind(there, null))
                            .as("%s:%d", file, line)
                            .isEqualTo(new ProgramMarks.Found(found.mark(), null));
                    assertThat(found.message() == null).as("%s:%d", file, line).isEqualTo(there == line);
                }
            }
            for (String reference : marks.tasks()) {
                Mark mark = Objects.requireNonNull(marks.task(reference));
                assertThat(marks.bind(mark.start().line(), mark.start().column()))
                        .as("%s %s", file, reference)
                        .isEqualTo(new ProgramMarks.Found(mark, null));
            }
        }
    }

    private static ProgramMarks marks(String text) {
        SourceText source = SourceText.of("marks.flow.yaml", text);
        WorkflowAnalysis.Analysis analysis = WorkflowAnalysis.analyze(source);
        assertThat(analysis.hasErrors()).as("%s", analysis.diagnostics()).isFalse();
        return ProgramMarks.of(source, program(text));
    }

    private static Program program(String text) {
        return Program.compile(
                Objects.requireNonNull(WorkflowAnalysis.analyze(SourceText.of("marks.flow.yaml", text))
                        .workflow()),
                "hash");
    }

    private static String bound(ProgramMarks marks, int line) {
        return bound(marks, line, null);
    }

    private static String bound(ProgramMarks marks, int line, @Nullable Integer column) {
        return switch (marks.bind(line, column)) {
            case ProgramMarks.Found found ->
                found.mark().reference() + " " + found.mark().start().line()
                        + (found.message() == null ? "" : " " + found.message());
            case ProgramMarks.Nowhere nowhere -> nowhere.reason();
        };
    }
}
