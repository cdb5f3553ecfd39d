package io.flowork.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the benchmarks print, and where it goes in the documentation. */
final class Report {
    private Report() {}

    /** Runs and tasks per processor second, a row for each engine and workflow. The first engine is the peer. */
    static String throughput(List<Throughput.Result> results) {
        TextTable table = new TextTable(2);
        table.row(List.of("", "", "tasks/CPU-s", "", "", "runs/CPU-s", "× peer", "", ""));
        table.row(List.of("workflow", "engine", "min", "median", "max", "median", "min", "median", "max"));
        for (Throughput.Result result : results) {
            double[][] runs = result.runsPerCpuSecond();
            for (int engine = 0; engine < runs.length; engine++) {
                Spread tasks = Spread.of(Arrays.stream(runs[engine])
                        .map(r -> r * result.work().tasks())
                        .toArray());
                String first = engine == 0 ? result.work().name() : "";
                Stream<String> speed = Stream.of(
                        first,
                        result.engines().get(engine),
                        whole(tasks.min()),
                        whole(tasks.median()),
                        whole(tasks.max()),
                        whole(Spread.of(runs[engine]).median()));
                table.row(Stream.concat(speed, engine == 0 ? Stream.of() : ratios(runs[engine], runs[0]))
                        .toList());
            }
        }
        return table.text();
    }

    /** Wall and processor time from the start of a process to its end, a row for each command. */
    static String startup(List<Startup.Result> results) {
        TextTable table = new TextTable(1);
        table.row(List.of("", "wall, s", "", "", "CPU, s", "", "", "× peer's wall", "", ""));
        table.row(List.of("command", "min", "median", "max", "min", "median", "max", "min", "median", "max"));
        double[] peer = results.getFirst().wallSeconds();
        for (Startup.Result result : results) {
            Stream<String> times = Stream.concat(
                    Stream.of(result.name()),
                    Stream.concat(
                            cells("%.2f", Spread.of(result.wallSeconds())),
                            cells("%.2f", Spread.of(result.cpuSeconds()))));
            boolean isPeer = result.equals(results.getFirst());
            table.row(Stream.concat(times, isPeer ? Stream.of() : ratios(result.wallSeconds(), peer))
                    .toList());
        }
        return table.text();
    }

    /** Microseconds of processor time for one operation, a row for each program and engine. The first is the peer. */
    static String jq(List<JqSpeed.Result> results) {
        TextTable table = new TextTable(2);
        table.row(List.of("", "", "CPU-µs", "", "", "× peer", "", ""));
        table.row(List.of("program", "engine", "min", "median", "max", "min", "median", "max"));
        for (JqSpeed.Result result : results) {
            double[][] micros = result.micros();
            for (int engine = 0; engine < micros.length; engine++) {
                Stream<String> times = Stream.concat(
                        Stream.of(
                                engine == 0 ? result.what() : "",
                                result.engines().get(engine)),
                        cells("%.3f", Spread.of(micros[engine])));
                // Of speeds: above 1 is faster than the peer, as in every other table.
                table.row(Stream.concat(times, engine == 0 ? Stream.of() : ratios(micros[0], micros[engine]))
                        .toList());
            }
        }
        return table.text();
    }

    /** On what and how it was measured, in one paragraph. */
    static String conditions(String method) {
        var runtime = ManagementFactory.getRuntimeMXBean();
        var system = ManagementFactory.getOperatingSystemMXBean();
        return "%s. %s %s. %s %s, %d processors, load %.1f. %s%n"
                .formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        runtime.getVmName(),
                        runtime.getVmVersion(),
                        system.getName(),
                        system.getArch(),
                        system.getAvailableProcessors(),
                        system.getSystemLoadAverage(),
                        method);
    }

    /**
     * Puts a report into {@code docs/benchmarks.md}, between the comments that mark its section.
     *
     * @param section the name in the comments {@code <!-- begin section -->} and {@code <!-- end section -->}
     * @throws IOException if the page cannot be read or written, or has no such section
     */
    static void write(Path projectRoot, String section, String report) throws IOException {
        Path page = projectRoot.resolve("docs/benchmarks.md");
        String text = Files.readString(page);
        String begin = "<!-- begin " + section + " -->\n";
        int from = text.indexOf(begin);
        int to = text.indexOf("<!-- end " + section + " -->");
        if (from < 0 || to < from) {
            throw new IOException(page + " has no section between \"<!-- begin " + section + " -->\" and its end");
        }
        Files.writeString(page, text.substring(0, from) + begin + "```text\n" + report + "```\n" + text.substring(to));
    }

    private static Stream<String> ratios(double[] values, double[] peer) {
        return cells("%.2f", Spread.ofRatios(values, peer));
    }

    private static Stream<String> cells(String format, Spread spread) {
        return Stream.of(spread.min(), spread.median(), spread.max()).map(v -> String.format(Locale.ROOT, format, v));
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
