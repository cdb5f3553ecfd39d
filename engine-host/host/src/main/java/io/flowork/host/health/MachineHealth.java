package io.flowork.host.health;

import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.Version;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.sqlite.SqliteStore;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whether this machine has what Flowork needs. */
final class MachineHealth {
    private static final String CACHE = "-XX:AOTCache=";

    /** No clock that is right shows an earlier time than when this was written. */
    private static final Instant EARLIEST = Instant.parse("2025-09-16T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    private final Surroundings surroundings;
    private final List<Finding> findings = new ArrayList<>();

    MachineHealth(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    List<Finding> findings() {
        findings.add(Finding.ok("flowork", Version.current()));
        java();
        cache();
        findings.add(clock(Instant.now()));
        sqlite();
        program("python", "Python in 'run.script'", "install Python 3 to run scripts in Python", "python3", "python");
        program("container", "'run.container'", "install Docker or Podman to run containers", "docker", "podman");
        terminal();
        return findings;
    }

    private void java() {
        String version = Runtime.version() + " from " + System.getProperty("java.home");
        findings.add(
                Runtime.version().feature() >= 25
                        ? Finding.ok("java", version)
                        : Finding.fail("java", version, "install a JDK 25 or newer"));
    }

    private void cache() {
        String[] arguments = ProcessHandle.current().info().arguments().orElse(new String[0]);
        for (String argument : arguments) {
            if (argument.startsWith(CACHE)) {
                findings.add(Finding.ok("aot cache", argument.substring(CACHE.length())));
                return;
            }
        }
        findings.add(Finding.warn(
                "aot cache",
                "not used, so commands start more slowly",
                "start Flowork by its own script 'flowork', with the Java that built it"));
    }

    static Finding clock(Instant now) {
        return now.isBefore(EARLIEST) || now.isAfter(LATEST)
                ? Finding.fail(
                        "clock",
                        "the clock shows " + now,
                        "set it, and keep it by NTP: timers and the ages of runs go by it")
                : Finding.ok("clock", now.toString());
    }

    private void sqlite() {
        try {
            Path folder = Files.createTempDirectory("flowork-doctor");
            try (Store trial = SqliteStore.open(folder.resolve("store"))) {
                findings.add(Finding.ok(
                        "sqlite",
                        "works, trial in " + folder.getParent() + ", "
                                + trial.sizes().bytes() + " bytes"));
            } finally {
                delete(folder);
            }
        } catch (IOException | StoreException | UnsatisfiedLinkError e) {
            findings.add(
                    Finding.fail(
                            "sqlite",
                            String.valueOf(e.getMessage()),
                            "the temporary folder (java.io.tmpdir) and ~/.cache must be writable and may not be mounted noexec"));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void program(String name, String use, String hint, String... commands) {
        for (String folder :
                String.valueOf(surroundings.environment().get("PATH")).split(File.pathSeparator, -1)) {
            for (String command : commands) {
                if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, command))) {
                    findings.add(Finding.ok(name, Path.of(folder, command) + ", for " + use));
                    return;
                }
            }
        }
        findings.add(Finding.warn(name, "not found on the PATH; needed for " + use + " only", hint));
    }

    private void terminal() {
        if (!surroundings.screen().outIsTerminal()) {
            findings.add(Finding.ok("terminal", "standard output is none: plain text"));
            return;
        }
        var size = surroundings.screen().size().now();
        findings.add(Finding.ok(
                "terminal",
                size.columns() + " columns, "
                        + (surroundings.variable("NO_COLOR") == null ? "colours" : "no colours")));
    }
}
