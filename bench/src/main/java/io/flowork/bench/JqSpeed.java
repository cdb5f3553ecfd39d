package io.flowork.bench;

import static java.util.Objects.requireNonNull;

import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Evaluating and compiling jq, of several engines side by side, by JMH.
 *
 * <p>Each measurement is a JVM of its own. In each round every engine is measured once, one right after the other, so
 * that the pair sees the same machine.
 *
 * @param rounds how many JVMs for each engine and program
 * @param seconds of one measurement, after as many of warm-up
 */
record JqSpeed(int rounds, int seconds) {

    /** What was measured: for each engine the microseconds of processor time for one operation, of each round. */
    record Result(String what, List<String> engines, double[][] micros) {}

    private record Subject(String method, JqProgram program) {
        String title() {
            return method.equals("compile") ? "compile " + program.text() : program.title();
        }
    }

    private static final List<Subject> SUBJECTS = List.of(
            new Subject("evaluate", JqProgram.FIELD),
            new Subject("evaluate", JqProgram.SUM_5),
            new Subject("evaluate", JqProgram.SUM_1000),
            new Subject("compile", JqProgram.FIELD),
            new Subject("compile", JqProgram.SUM_5));

    /**
     * Measures every program with every engine.
     *
     * @param progress told in a few words what is being done
     * @throws IllegalStateException if the engines disagree about an output
     */
    List<Result> measure(Consumer<String> progress) throws RunnerException {
        agree();
        JqEngine[] engines = JqEngine.values();
        List<Result> results = new ArrayList<>();
        for (Subject subject : SUBJECTS) {
            results.add(new Result(
                    subject.title(),
                    List.of(engines).stream().map(JqEngine::title).toList(),
                    new double[engines.length][rounds]));
        }
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < SUBJECTS.size(); i++) {
                progress.accept("round %d of %d: %s"
                        .formatted(round + 1, rounds, SUBJECTS.get(i).title()));
                for (int turn = 0; turn < engines.length; turn++) {
                    int engine = (round + turn) % engines.length;
                    results.get(i).micros[engine][round] = micros(SUBJECTS.get(i), engines[engine]);
                }
            }
        }
        return results;
    }

    private double micros(Subject subject, JqEngine engine) throws RunnerException {
        RunResult result = new Runner(new OptionsBuilder()
                        .include("\\Q" + JqBenchmark.class.getName() + "." + subject.method + "\\E")
                        .param("engine", engine.name())
                        .param("program", subject.program.name())
                        .forks(1)
                        .warmupIterations(seconds)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(1)
                        .measurementTime(TimeValue.seconds(seconds))
                        .addProfiler(CpuProfiler.class)
                        .jvmArgsAppend("--sun-misc-unsafe-memory-access=allow")
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle();
        return requireNonNull(result.getSecondaryResults().get(CpuProfiler.LABEL))
                .getScore();
    }

    /**
     * Checks that all engines give the same output for every program.
     *
     * @throws IllegalStateException if they do not
     */
    static void agree() {
        for (JqProgram program : JqProgram.values()) {
            JsonValue first = output(JqEngine.PEER, program);
            for (JqEngine engine : JqEngine.values()) {
                JsonValue output = output(engine, program);
                if (!first.equals(output)) {
                    throw new IllegalStateException(
                            "%s: %s gives %s, not %s".formatted(program.text(), engine.title(), output, first));
                }
            }
        }
    }

    private static JsonValue output(JqEngine engine, JqProgram program) {
        return engine.value(engine.evaluation(program.text(), program.input()).get());
    }
}
