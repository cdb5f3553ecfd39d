package io.flowork.runtime.history;

import io.flowork.api.Timeline;
import io.flowork.core.machine.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is kept of all steps of a run: of bounded size, however many there are. */
final class Picture {
    /** A power of two. */
    private static final int MOST_BARS = 1024;

    private static final int MOST_TASKS = 10_000;
    private static final int STEPS = 0;
    private static final int EFFECTS = 1;
    private static final int ERRORS = 2;
    private static final int WAITS = 3;
    private static final int KINDS = 4;

    private static final class Lane {
        final String name;
        final long first;
        final long began;
        long last;
        int[] counts = new int[16 * KINDS];

        Lane(String name, long first, long began) {
            this.name = name;
            this.first = first;
            this.began = began;
        }
    }

    private static final class Visits {
        long entered;
        long completed;
        long faulted;
        long first = -1;
        long last;
        long firstFault = Long.MAX_VALUE;
    }

    private final Map<Integer, Lane> lanes = new TreeMap<>();
    private final Map<String, Visits> tasks = new LinkedHashMap<>();
    private final List<Long> errors = new ArrayList<>();
    private long perBar = 1;
    private long steps;

    void add(Step step) {
        Step.At at = step.at();
        steps = at.t() + 1;
        while (at.t() / perBar >= MOST_BARS) {
            halve();
        }
        int strand = Math.min(at.strand(), Timeline.MOST_STRANDS - 1);
        Lane lane = lanes.get(strand);
        if (lane == null) {
            lane = new Lane(StepLine.name(at.reference()), at.t(), at.time());
            lanes.put(strand, lane);
        }
        lane.last = at.t();
        int bar = (int) (at.t() / perBar) * KINDS;
        if (bar + KINDS > lane.counts.length) {
            lane.counts = Arrays.copyOf(lane.counts, Math.max(lane.counts.length * 2, bar + KINDS));
        }
        lane.counts[bar + STEPS]++;
        switch (step) {
            case Step.Scheduled s -> lane.counts[bar + EFFECTS]++;
            case Step.Raised s -> {
                lane.counts[bar + ERRORS]++;
                if (errors.size() < Timeline.MOST_ERRORS) {
                    errors.add(at.t());
                }
            }
            case Step.Waiting s -> lane.counts[bar + WAITS]++;
            case Step.Retrying s -> lane.counts[bar + WAITS]++;
            case Step.Entered s -> {}
            case Step.Skipped s -> {}
            case Step.Evaluated s -> {}
            case Step.Turn s -> {}
            case Step.BranchStarted s -> {}
            case Step.BranchJoined s -> {}
            case Step.Consumed s -> {}
            case Step.Completed s -> {}
            case Step.Caught s -> {}
            case Step.Cancelled s -> {}
        }
        count(step);
    }

    private void count(Step step) {
        Step.At at = step.at();
        Visits visits = tasks.get(at.reference());
        if (visits == null) {
            if (tasks.size() == MOST_TASKS) {
                return;
            }
            visits = new Visits();
            tasks.put(at.reference(), visits);
        }
        visits.last = at.t();
        if (step instanceof Step.Entered) {
            visits.entered++;
            visits.first = visits.first < 0 ? at.t() : visits.first;
        } else if (step instanceof Step.Completed) {
            visits.completed++;
        } else if (step instanceof Step.Raised) {
            visits.faulted++;
            visits.firstFault = Math.min(visits.firstFault, at.t());
        }
    }

    private void halve() {
        perBar *= 2;
        for (Lane lane : lanes.values()) {
            lane.counts = merged(lane.counts, 2);
        }
    }

    private static int[] merged(int[] counts, int factor) {
        int bars = counts.length / KINDS;
        int[] merged = new int[(bars + factor - 1) / factor * KINDS];
        for (int i = 0; i < counts.length; i++) {
            merged[i / KINDS / factor * KINDS + i % KINDS] += counts[i];
        }
        return merged;
    }

    long steps() {
        return steps;
    }

    /** The tasks that were entered up to a step. */
    List<String> visited(long t) {
        List<String> found = new ArrayList<>();
        tasks.forEach((reference, visits) -> {
            if (visits.first >= 0 && visits.first <= t) {
                found.add(reference);
            }
        });
        return found;
    }

    /** The tasks that an error has left up to a step. */
    List<String> faulted(long t) {
        List<String> found = new ArrayList<>();
        tasks.forEach((reference, visits) -> {
            if (visits.firstFault <= t) {
                found.add(reference);
            }
        });
        return found;
    }

    Timeline timeline(String run, boolean live, int mostBars) {
        int factor = 1;
        while ((steps + perBar * factor - 1) / (perBar * factor) > mostBars) {
            factor *= 2;
        }
        List<Timeline.Bar> bars = new ArrayList<>();
        List<Timeline.Strand> strands = new ArrayList<>();
        for (Map.Entry<Integer, Lane> each : lanes.entrySet()) {
            Lane lane = each.getValue();
            strands.add(new Timeline.Strand(
                    each.getKey(), lane.name, lane.first, lane.last, Instant.ofEpochMilli(lane.began)));
            int[] counts = merged(lane.counts, factor);
            for (int i = 0; i < counts.length; i += KINDS) {
                if (counts[i] > 0) {
                    bars.add(new Timeline.Bar(
                            i / KINDS,
                            each.getKey(),
                            counts[i + STEPS],
                            counts[i + EFFECTS],
                            counts[i + ERRORS],
                            counts[i + WAITS]));
                }
            }
        }
        List<Timeline.TaskCount> counts = new ArrayList<>();
        tasks.forEach((reference, visits) -> counts.add(new Timeline.TaskCount(
                reference, visits.entered, visits.completed, visits.faulted, visits.first, visits.last)));
        return new Timeline(run, steps, live, perBar * factor, bars, strands, errors, counts);
    }
}
