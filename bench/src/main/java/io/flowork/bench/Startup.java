package io.flowork.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The time of whole processes, from their start to their end, that run one workflow: several commands in turns, each
 * time in a process of its own.
 *
 * <p>The shell's keyword for it takes the times: it knows the processor time of a process that has ended, and of those
 * that this one waited for.
 *
 * @param times how often each command is measured, at least 1; before that each runs once unmeasured
 */
record Startup(int times) {
    private static final String TIMED = "TIMEFORMAT='%R %U %S'; time \"$@\" >/dev/null";

    /** What to start, and what the table calls it. */
    record Command(String name, List<String> words) {}

    /** Seconds of each process in the order of their start. */
    record Result(String name, double[] wallSeconds, double[] cpuSeconds) {}

    /**
     * Measures the commands in turns.
     *
     * @param directory where they start
     * @param progress told in a few words what is being done
     * @throws IOException if a command cannot be started or ends with another exit code than 0
     */
    List<Result> measure(Path directory, List<Command> commands, Consumer<String> progress)
            throws IOException, InterruptedException {
        List<Result> results = new ArrayList<>();
        for (Command command : commands) {
            progress.accept("first start, not measured: " + command.name());
            timed(directory, command);
            results.add(new Result(command.name(), new double[times], new double[times]));
        }
        for (int time = 0; time < times; time++) {
            progress.accept("start " + (time + 1) + " of " + times);
            for (int turn = 0; turn < commands.size(); turn++) {
                int index = (time + turn) % commands.size();
                double[] seconds = timed(directory, commands.get(index));
                results.get(index).wallSeconds()[time] = seconds[0];
                results.get(index).cpuSeconds()[time] = seconds[1] + seconds[2];
            }
        }
        return results;
    }

    /** Wall, user and system seconds of one process. */
    private static double[] timed(Path directory, Command command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("bash", "-c", TIMED, "bench"));
        words.addAll(command.words());
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        String last = said.lines().reduce("", (previous, line) -> line);
        if (process.waitFor() != 0) {
            throw new IOException(
                    "\"%s\" ended with exit code %d:%n%s".formatted(command.name(), process.exitValue(), said));
        }
        return Pattern.compile(" ")
                .splitAsStream(last)
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
