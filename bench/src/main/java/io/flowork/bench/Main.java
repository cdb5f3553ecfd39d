package io.flowork.bench;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code bench/run}: tables on standard output, progress on standard error. */
@Command(name = "bench/run", description = "Runs and tasks per second of processor time, beside the peer.")
public final class Main implements Callable<Integer> {
    private static final int WAITING = 10_000;

    /** The flags of ./flowork for commands that end soon. */
    private static final List<String> FAST_START = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "print this and do nothing")
    @SuppressWarnings("unused") // picocli looks at it
    private boolean help;

    @Option(names = "--write", scope = ScopeType.INHERIT, description = "also put the table into docs/benchmarks.md")
    private boolean write;

    @Option(names = "--rounds", defaultValue = "7", description = "measurements of each (default: ${DEFAULT-VALUE})")
    private int rounds = 7;

    @Option(
            names = "--warm-up",
            defaultValue = "6",
            paramLabel = "SECONDS",
            description = "CPU-seconds of warm-up for each (default: ${DEFAULT-VALUE})")
    private double warmUp = 6;

    @Option(
            names = "--slice",
            defaultValue = "2",
            paramLabel = "SECONDS",
            description = "CPU-seconds of one measurement (default: ${DEFAULT-VALUE})")
    private double slice = 2;

    @Option(
            names = "--in-flight",
            defaultValue = "1",
            description = "runs under way at any time (default: ${DEFAULT-VALUE})")
    private int inFlight = 1;

    @Option(
            names = "--only",
            defaultValue = "",
            paramLabel = "NAME",
            description = "only the workflows whose names contain this")
    private String only = "";

    /** Ends the process with 0 when the benchmark ran, 1 when it failed, 2 when the arguments are wrong. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Work> works =
                Work.all().stream().filter(work -> work.name().contains(only)).toList();
        require(!works.isEmpty(), "--only: no workflow's name contains \"" + only + "\"");
        require(rounds >= 1, "--rounds must be at least 1");
        require(inFlight >= 1, "--in-flight must be at least 1");
        require(slice > 0, "--slice must be more than 0 seconds");
        try (Contender peer = new PeerContender();
                Contender bare = FloworkContender.withoutJournal();
                Contender recording = FloworkContender.recordingIn(newStore())) {
            var results = new Throughput(rounds, warmUp, slice, inFlight)
                    .measure(projectRoot(), works, List.of(peer, bare, recording), Main::progress);
            publish(
                    "throughput",
                    Report.throughput(results),
                    String.format(
                            Locale.ROOT,
                            "JVM flags: %s. %d rounds of %.1f CPU-seconds after %.1f of warm-up; runs in flight: %d.",
                            String.join(
                                    " ", ManagementFactory.getRuntimeMXBean().getInputArguments()),
                            rounds,
                            slice,
                            warmUp,
                            inFlight));
        }
        return 0;
    }

    @Command(name = "startup", description = "From the start of a process to its end: one workflow, beside the peer.")
    int startup(
            @Option(
                            names = "--times",
                            defaultValue = "11",
                            description = "processes of each command (default: ${DEFAULT-VALUE})")
                    int times)
            throws IOException, InterruptedException {
        require(times >= 1, "--times must be at least 1");
        Path root = projectRoot();
        String hello = "testdata/workflows/hello.flow.yaml";
        List<Startup.Command> commands = List.of(
                new Startup.Command("io.serverlessworkflow", peerProcess(hello, List.of())),
                new Startup.Command("the same, " + String.join(" ", FAST_START), peerProcess(hello, FAST_START)),
                new Startup.Command(
                        "./flowork run, recorded",
                        List.of("./flowork", "run", hello, "--store", newStore().toString())));
        publish(
                "startup",
                Report.startup(new Startup(times).measure(root, commands, Main::progress)),
                "%d processes of each, in turns.".formatted(times));
        return 0;
    }

    @Command(name = "store", description = "Durable journal entries per second, beside SQLite itself.")
    int store(
            @Option(
                            names = "--rounds",
                            defaultValue = "5",
                            description = "measurements of each (default: ${DEFAULT-VALUE})")
                    int times,
            @Option(
                            names = "--seconds",
                            defaultValue = "3",
                            description = "seconds of one measurement (default: ${DEFAULT-VALUE})")
                    double seconds)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        require(times >= 1, "--rounds must be at least 1");
        require(seconds > 0, "--seconds must be more than 0");
        Path folder =
                Files.createTempDirectory(Files.createDirectories(projectRoot().resolve("bench/target")), "store");
        publish(
                "store",
                new StoreSpeed(folder, times, seconds).measure(),
                String.format(Locale.ROOT, "%d rounds of %.1f seconds for each row.", times, seconds));
        return 0;
    }

    @Command(
            name = "durable",
            description = "Durable steps per second beside SQLite itself, what recording costs, and the engine host.")
    int durable(
            @Option(
                            names = "--rounds",
                            defaultValue = "5",
                            description = "measurements of each (default: ${DEFAULT-VALUE})")
                    int times,
            @Option(
                            names = "--seconds",
                            defaultValue = "3",
                            description = "seconds of one measurement (default: ${DEFAULT-VALUE})")
                    double seconds,
            @Option(
                            names = "--processes",
                            defaultValue = "3",
                            description = "measurements of ./flowork serve (default: ${DEFAULT-VALUE}; 0: none)")
                    int processes)
            throws Exception {
        require(times >= 1, "--rounds must be at least 1");
        require(seconds > 0, "--seconds must be more than 0");
        require(processes >= 0, "--processes must be at least 0");
        Path folder =
                Files.createTempDirectory(Files.createDirectories(projectRoot().resolve("bench/target")), "durable");
        String table = new DurableSpeed(folder, times, seconds).measure();
        if (processes > 0) {
            table += "\n" + new ServeSpeed(projectRoot(), folder, processes, WAITING).measure();
        }
        publish(
                "durable",
                table,
                String.format(
                        Locale.ROOT,
                        "%d rounds of %.1f seconds for each row; %d of processes.",
                        times,
                        seconds,
                        processes));
        return 0;
    }

    @Command(name = "serve", description = "The engine host as a process: start, memory, and going on after a kill.")
    int serve(
            @Option(
                            names = "--rounds",
                            defaultValue = "3",
                            description = "measurements of each (default: ${DEFAULT-VALUE})")
                    int times,
            @Option(
                            names = "--waiting",
                            defaultValue = "10000",
                            description = "runs that wait while memory is measured (default: ${DEFAULT-VALUE})")
                    int waiting)
            throws Exception {
        require(times >= 1, "--rounds must be at least 1");
        require(waiting >= 1, "--waiting must be at least 1");
        Path folder =
                Files.createTempDirectory(Files.createDirectories(projectRoot().resolve("bench/target")), "serve");
        publish(
                "serve",
                new ServeSpeed(projectRoot(), folder, times, waiting).measure(),
                "%d rounds, each of new processes.".formatted(times));
        return 0;
    }

    @Command(name = "jq", description = "Evaluating and compiling jq expressions by JMH, beside the peer's jq.")
    int jq(
            @Option(
                            names = "--rounds",
                            defaultValue = "5",
                            description = "JVMs for each engine and program (default: ${DEFAULT-VALUE})")
                    int times,
            @Option(
                            names = "--seconds",
                            defaultValue = "3",
                            description =
                                    "seconds of one measurement, after as many of warm-up (default: ${DEFAULT-VALUE})")
                    int seconds)
            throws IOException, RunnerException {
        require(times >= 1, "--rounds must be at least 1");
        require(seconds >= 1, "--seconds must be at least 1");
        publish(
                "jq",
                Report.jq(new JqSpeed(times, seconds).measure(Main::progress)),
                "%d JVMs of each, in turns; %d seconds each after as many of warm-up.".formatted(times, seconds));
        return 0;
    }

    @Command(name = "check", description = "Checking workflows of 1,000 to 100,000 lines, beside the peer.")
    int check(
            @Option(
                            names = "--rounds",
                            defaultValue = "11",
                            description = "measurements of each (default: ${DEFAULT-VALUE})")
                    int times,
            @Option(
                            names = "--warm-up",
                            defaultValue = "5",
                            paramLabel = "SECONDS",
                            description = "CPU-seconds of warm-up for each (default: ${DEFAULT-VALUE})")
                    double seconds)
            throws IOException {
        require(times >= 1, "--rounds must be at least 1");
        publish(
                "check",
                new CheckSpeed(times, seconds, Main::progress).measure(),
                String.format(
                        Locale.ROOT,
                        "%d rounds after %.1f CPU-seconds of warm-up; processor time of the checking thread.",
                        times,
                        seconds));
        return 0;
    }

    @Command(name = "lsp", description = "The language server beside yaml-language-server, by the client in ../shared.")
    int lsp(
            @Option(
                            names = "--rounds",
                            defaultValue = "3",
                            description = "measurements of each (default: ${DEFAULT-VALUE})")
                    int times,
            @Option(
                            names = "--requests",
                            defaultValue = "100",
                            description = "requests of each kind at most (default: ${DEFAULT-VALUE})")
                    int requests,
            @Option(
                            names = "--cap",
                            defaultValue = "20",
                            paramLabel = "SECONDS",
                            description = "time for the requests of each kind at most (default: ${DEFAULT-VALUE})")
                    int cap)
            throws IOException, InterruptedException {
        require(times >= 1, "--rounds must be at least 1");
        require(requests >= 1, "--requests must be at least 1");
        require(cap >= 1, "--cap must be at least 1");
        publish(
                "lsp",
                new LspSpeed(projectRoot(), times, requests, cap, Main::progress).measure(),
                "%d rounds of up to %d requests of each kind in %d seconds; starts are the median of 7 processes."
                        .formatted(times, requests, cap));
        return 0;
    }

    @Command(name = "debug", description = "Time travel in a run of a million steps, beside the limits it is to keep.")
    int debug(
            @Option(
                            names = "--rounds",
                            defaultValue = "3",
                            description = "measurements of each (default: ${DEFAULT-VALUE})")
                    int times,
            @Option(
                            names = "--hours",
                            defaultValue = "1110",
                            description = "how long the run is, in hundreds of calls (default: ${DEFAULT-VALUE})")
                    int hours)
            throws Exception {
        require(times >= 1, "--rounds must be at least 1");
        require(hours >= 20, "--hours must be at least 20");
        DebugSpeed speed = new DebugSpeed(projectRoot(), hours, times, Main::progress);
        publish(
                "debug",
                speed.measure(),
                "%d rounds, each of new processes; limits are for the medians of the rounds.".formatted(times));
        return speed.missed() == 0 ? 0 : 1;
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new CommandLine.ParameterException(requireNonNull(spec).commandLine(), message);
        }
    }

    private static void progress(String text) {
        System.err.println("bench: " + text);
    }

    private void publish(String section, String table, String method) throws IOException {
        String report = table + "\n" + Report.conditions(method);
        System.out.print(report);
        if (write) {
            Report.write(projectRoot(), section, report);
        }
    }

    /** The peer without what only this benchmark brings along: fewer jars to open, no logging to set up. */
    private static List<String> peerProcess(String file, List<String> flags) {
        String ours = "flowork-(?!bench)|slf4j-jdk14|sqlite|picocli|snakeyaml-engine";
        String classPath = Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(jar -> !Pattern.compile(ours)
                        .matcher(jar.substring(jar.lastIndexOf('/') + 1))
                        .find())
                .collect(Collectors.joining(File.pathSeparator));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.of(List.of(java), flags, List.of("-cp", classPath, PeerProcess.class.getName(), file))
                .flatMap(List::stream)
                .toList();
    }

    /** An empty folder for a store, on the disk of the checkout; {@code mvn clean} removes it. */
    private static Path newStore() throws IOException {
        return Files.createTempDirectory(Files.createDirectories(projectRoot().resolve("bench/target")), "store");
    }

    static Path projectRoot() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw"))) {
                return folder;
            }
        }
        throw new IllegalStateException("Run this inside a checkout of the project");
    }
}
