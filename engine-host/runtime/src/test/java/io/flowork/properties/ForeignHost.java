package io.flowork.properties;

import io.flowork.core.machine.State;

/** Makes the runs of some seeds and prints their hashes: started in a Java that differs in locale, time zone and hashing. */
final class ForeignHost {
    private ForeignHost() {}

    /** Prints the hashes of the runs from one seed to before another. */
    public static void main(String[] arguments) {
        for (long seed = Long.parseLong(arguments[0]); seed < Long.parseLong(arguments[1]); seed++) {
            System.out.println(line(RandomRun.of(seed)));
        }
    }

    /** The hash of every state of a run in one line. */
    static String line(Recorded run) {
        StringBuilder line =
                new StringBuilder("seed " + run.seed() + ", " + run.steps().size() + " steps:");
        for (State state : run.everyState()) {
            line.append(' ').append(Long.toHexString(state.hash()));
        }
        return line.toString();
    }
}
