package io.flowork.api;

import java.time.Instant;
import java.util.List;

/**
 * A run's steps as a picture: as many as there are, in no more bars than were asked for.
 *
 * @param runId the run
 * @param steps how many steps there are so far
 * @param live whether there may be more: the run has not ended
 * @param perBar how many steps a bar stands for
 * @param bars the bars in order, without those of strands on which nothing happened; the last may not be full
 * @param strands the strands, of which the first {@value #MOST_STRANDS} are told apart
 * @param errors the numbers of steps that raised an error, the first {@value #MOST_ERRORS}
 * @param tasks how often each task was entered and came to which end
 */
public record Timeline(
        String runId,
        long steps,
        boolean live,
        long perBar,
        List<Bar> bars,
        List<Strand> strands,
        List<Long> errors,
        List<TaskCount> tasks) {
    /** How many strands have a line of their own; what is on others is in the last. */
    public static final int MOST_STRANDS = 64;

    /** How many errors have their number told. */
    public static final int MOST_ERRORS = 1_000;

    /** Copies the lists. */
    public Timeline {
        bars = bars == null ? List.of() : List.copyOf(bars);
        strands = strands == null ? List.of() : List.copyOf(strands);
        errors = errors == null ? List.of() : List.copyOf(errors);
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
    }

    /**
     * What happened on a strand within a bar.
     *
     * @param bar the bar's number from 0: it begins with the step {@code bar * perBar}
     * @param strand the strand
     * @param steps how many steps
     * @param effects how many effects were scheduled
     * @param errors how many errors were raised
     * @param waits how often something was waited for
     */
    public record Bar(int bar, int strand, int steps, int effects, int errors, int waits) {}

    /**
     * A strand.
     *
     * @param strand its number; 0 is the main line
     * @param name the task that it began with
     * @param first the number of its first step
     * @param last the number of its last step so far
     * @param began the run's time at its first step
     */
    public record Strand(int strand, String name, long first, long last, Instant began) {}

    /**
     * A task's visits.
     *
     * @param reference the task's reference
     * @param entered how often it was entered
     * @param completed how often it completed
     * @param faulted how often an error left it
     * @param first the number of the step that entered it first; -1 if it was only skipped
     * @param last the number of its last step so far
     */
    public record TaskCount(String reference, long entered, long completed, long faulted, long first, long last) {}
}
