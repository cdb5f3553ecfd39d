package io.flowork.bench;

import io.flowork.grammar.json.JsonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs and tasks per second of processor time, of several engines side by side.
 *
 * <p>Before anything is timed, all engines must give the same output. Then they take turns: a second of warm-up each
 * until each had its share, then the measured rounds, each begun by another engine than the one before.
 *
 * @param rounds how many measurements of each engine and workflow, at least 1
 * @param warmUpSeconds processor seconds that each engine runs each workflow before it is measured
 * @param sliceSeconds processor seconds of one measurement
 * @param inFlight how many runs are under way at any time
 */
record Throughput(int rounds, double warmUpSeconds, double sliceSeconds, int inFlight) {
    private static final double SECOND = 1e9;

    /** What was measured: for each engine the runs per processor second of each round. */
    record Result(Work work, List<String> engines, double[][] runsPerCpuSecond) {}

    /**
     * Measures every workflow with every engine.
     *
     * @param progress told in a few words what is being done
     * @throws IllegalStateException if the engines disagree about an output, or a run fails
     */
    List<Result> measure(Path projectRoot, List<Work> works, List<Contender> contenders, Consumer<String> progress)
            throws InterruptedException {
        List<Result> results = new ArrayList<>();
        try (Pace pace = new Pace(inFlight)) {
            for (Work work : works) {
                List<Contender.Runner> runners = agreeing(work, work.yaml(projectRoot), contenders);
                progress.accept(work.name() + ": warming up");
                for (double warm = 0; warm < warmUpSeconds; warm++) {
                    double seconds = Math.min(1, warmUpSeconds - warm);
                    for (Contender.Runner runner : runners) {
                        pace.runsPerCpuSecond(runner, (long) (seconds * SECOND));
                    }
                }
                double[][] measured = new double[runners.size()][rounds];
                for (int round = 0; round < rounds; round++) {
                    progress.accept(work.name() + ": round " + (round + 1) + " of " + rounds);
                    for (int turn = 0; turn < runners.size(); turn++) {
                        int engine = (round + turn) % runners.size();
                        measured[engine][round] =
                                pace.runsPerCpuSecond(runners.get(engine), (long) (sliceSeconds * SECOND));
                    }
                }
                results.add(new Result(
                        work, contenders.stream().map(Contender::name).toList(), measured));
            }
        }
        return results;
    }

    /**
     * Loads a workflow into every engine.
     *
     * @throws IllegalStateException if their outputs differ
     */
    static List<Contender.Runner> agreeing(Work work, String yaml, List<Contender> contenders) {
        List<Contender.Runner> runners = new ArrayList<>();
        JsonValue first = null;
        for (Contender contender : contenders) {
            Contender.Runner runner = contender.prepare(yaml, work.input());
            JsonValue output = runner.output();
            if (first == null) {
                first = output;
            } else if (!first.equals(output)) {
                throw new IllegalStateException("%s: %s gives %s, but %s gives %s"
                        .formatted(work.name(), contenders.getFirst().name(), first, contender.name(), output));
            }
            runners.add(runner);
        }
        return runners;
    }
}
