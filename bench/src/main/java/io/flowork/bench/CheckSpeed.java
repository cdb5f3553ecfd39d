package io.flowork.bench;

import com.sun.management.ThreadMXBean;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.text.SourceText;
import io.serverlessworkflow.api.WorkflowFormat;
import io.serverlessworkflow.api.WorkflowReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** How long it takes to find everything that is wrong with large workflows, in a process that is warm. */
final class CheckSpeed {
    /** So many lines in all are enough of the peer for each size: it takes seconds for the largest. */
    private static final int MOST_PEER_LINES = 300_000;

    private static final int[] LINES = {1_000, 10_000, 100_000};

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final int rounds;
    private final double warmUpSeconds;
    private final Consumer<String> progress;
    private Object last = "";

    CheckSpeed(int rounds, double warmUpSeconds, Consumer<String> progress) {
        this.rounds = rounds;
        this.warmUpSeconds = warmUpSeconds;
        this.progress = progress;
    }

    /** The table. */
    String measure() {
        TextTable table = new TextTable(1);
        table.row(List.of(
                "lines", "KiB", "least ms", "median ms", "most ms", "MiB allocated", "peer's median ms", "× peer"));
        for (int lines : LINES) {
            String text = LargeWorkflow.ofLines(lines);
            Runnable check = () -> check(text);
            Runnable peer = () -> peer(text);
            progress.accept(lines + " lines");
            warmUp(check);
            warmUp(peer);
            double[] ours = new double[rounds];
            double[] theirs = new double[Math.min(rounds, MOST_PEER_LINES / lines)];
            for (int round = 0; round < rounds; round++) {
                ours[round] = millis(check);
                if (round < theirs.length) {
                    theirs[round] = millis(peer);
                }
            }
            Spread spread = Spread.of(ours);
            double peerMedian = Spread.of(theirs).median();
            table.row(List.of(
                    String.format(Locale.ROOT, "%,d", text.lines().count()),
                    String.format(Locale.ROOT, "%,d", text.length() / 1024),
                    tenths(spread.min()),
                    tenths(spread.median()),
                    tenths(spread.max()),
                    tenths(allocated(check) / 1048576.0),
                    tenths(peerMedian),
                    String.format(Locale.ROOT, "%.2f", spread.median() / peerMedian)));
        }
        return table.text();
    }

    private void check(String text) {
        WorkflowAnalysis.Analysis analysis = WorkflowAnalysis.analyze(SourceText.of("large.flow.yaml", text));
        if (!analysis.diagnostics().isEmpty()) {
            throw new IllegalStateException("the benchmark's workflow is wrong: "
                    + analysis.diagnostics().getFirst());
        }
        last = analysis;
    }

    private void peer(String text) {
        try {
            last = WorkflowReader.validation().read(text, WorkflowFormat.YAML);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In processor time, as on a busy machine the compiler's threads come late. */
    private void warmUp(Runnable work) {
        long until = threads.getCurrentThreadCpuTime() + (long) (warmUpSeconds * 1e9);
        while (threads.getCurrentThreadCpuTime() < until) {
            work.run();
        }
    }

    /** The processor time of the thread that does it all. */
    private double millis(Runnable work) {
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        return (threads.getCurrentThreadCpuTime() - start) / 1e6;
    }

    private double allocated(Runnable work) {
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static String tenths(double value) {
        return String.format(Locale.ROOT, "%,.1f", value);
    }

    /** What was made last, so that nothing is made for nothing. */
    Object last() {
        return last;
    }
}
