package io.flowork.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.WorkflowAnalysis.Analysis;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.testing.StandardWorkflows;
import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Half-written and damaged workflows: every task that is still whole is in the tree, at its place and under its name, and
 * one mistake does not make many errors.
 */
class ToleranceTest {
    /**
     * A task.
     *
     * @param name its name
     * @param range from its name to its end
     * @param above where the keys stand that enclose it
     */
    private record Found(String name, Range range, List<Integer> above) {
        boolean isAt(Found other, int distance) {
            return name.equals(other.name) && range.start() == other.range.start() + distance;
        }
    }

    private static List<SourceText> workflows() {
        return Stream.of(StandardWorkflows.examples(), StandardWorkflows.scenarios(), StandardWorkflows.own())
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void anyPrefixHasItsCompleteTasks() {
        Map<Integer, Integer> errors = new TreeMap<>();
        for (SourceText workflow : workflows()) {
            List<Found> whole = tasks(WorkflowAnalysis.analyze(workflow));
            for (int end = 0; end < workflow.text().length(); end++) {
                Analysis analysis = analyze(workflow.text().substring(0, end), errors);
                List<Found> rest = tasks(analysis);
                for (Found task : whole) {
                    if (task.range.end() <= end) {
                        assertThat(rest)
                                .as("%s up to %d", workflow.name(), end)
                                .anyMatch(other -> other.isAt(task, 0) && other.range.end() == task.range.end());
                    }
                }
            }
        }
        System.out.println("prefixes by number of errors: " + errors);
        assertThat(errors.keySet()).allMatch(count -> count <= 4);
    }

    @Test
    void aMissingLineLeavesAllOtherTasks() {
        Map<Integer, Integer> errors = new TreeMap<>();
        for (SourceText workflow : workflows()) {
            List<Found> whole = tasks(WorkflowAnalysis.analyze(workflow));
            for (int line = 1; line <= workflow.lines(); line++) {
                Range gone = line(workflow, line);
                if (!workflow.text(gone).isBlank()) {
                    withoutLine(workflow, gone, whole, errors);
                }
            }
        }
        System.out.println("missing lines by number of errors: " + errors);
        int all = errors.values().stream().mapToInt(Integer::intValue).sum();
        int atMostOne = errors.getOrDefault(0, 0) + errors.getOrDefault(1, 0);
        assertThat(atMostOne * 100 / all).isGreaterThanOrEqualTo(96);
        assertThat(errors.keySet()).allMatch(count -> count <= 7);
    }

    private static void withoutLine(SourceText workflow, Range gone, List<Found> whole, Map<Integer, Integer> errors) {
        String text = workflow.text();
        List<Found> rest = tasks(analyze(text.substring(0, gone.start()) + text.substring(gone.end()), errors));
        for (Found task : whole) {
            boolean touched = task.range.start() < gone.end() && task.range.end() > gone.start();
            if (touched || task.above.stream().anyMatch(at -> at >= gone.start() && at < gone.end())) {
                continue;
            }
            int distance = task.range.start() >= gone.end() ? -gone.length() : 0;
            // What comes after the line that is gone may now belong to the task before it.
            boolean next = text.substring(Math.min(task.range.end(), gone.start()), gone.start())
                    .isBlank();
            assertThat(rest)
                    .as(
                            "%s without line %d",
                            workflow.name(), workflow.position(gone.start()).line())
                    .anyMatch(other -> other.isAt(task, distance)
                            && (other.range.end() == task.range.end() + distance
                                    || (next && other.range.end() > task.range.end())));
        }
    }

    private static Analysis analyze(String text, Map<Integer, Integer> errors) {
        SourceText source = SourceText.of("text", text);
        Analysis analysis;
        try {
            analysis = WorkflowAnalysis.analyze(source);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("failed on:\n" + text, e);
        }
        int count = 0;
        for (Diagnostic diagnostic : analysis.diagnostics()) {
            assertThat(diagnostic.range().end()).isLessThanOrEqualTo(text.length());
            count += diagnostic.severity() == Severity.ERROR ? 1 : 0;
        }
        errors.merge(count, 1, Integer::sum);
        return analysis;
    }

    private static Range line(SourceText source, int line) {
        int start = source.offset(new Position(line, 1));
        int end = line == source.lines() ? source.text().length() : source.offset(new Position(line + 1, 1));
        return new Range(start, end);
    }

    private static List<Found> tasks(Analysis analysis) {
        List<Found> found = new ArrayList<>();
        collect(analysis.tree().root(), List.of(), found);
        return found;
    }

    private static void collect(@Nullable Node node, List<Integer> above, List<Found> found) {
        if (node instanceof MappingNode mapping) {
            for (MappingNode.Entry entry : mapping.entries()) {
                boolean task = entry.value() instanceof MappingNode value && isTask(value);
                if (task) {
                    found.add(new Found(entry.name(), entry.range(), above));
                }
                List<Integer> deeper = new ArrayList<>(above);
                deeper.add(entry.key().range().start());
                collect(entry.value(), deeper, found);
            }
        } else if (node instanceof SequenceNode list) {
            list.items().forEach(item -> collect(item, above, found));
        }
    }

    private static boolean isTask(MappingNode value) {
        return Language.taskKinds().keySet().stream().anyMatch(value::has);
    }
}
