package io.flowork.host.workspace;

import io.flowork.functions.Functions;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.host.exit.CommandException;
import io.flowork.host.terminal.Surroundings;
import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.Verification;
import io.flowork.store.sqlite.SqliteStore;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether this machine has what Flowork needs. */
public final class Health {
    private static final int RUNS = 1_000;

    /** How a finding counts. */
    public enum Verdict {
        OK,
        WARN,
        FAIL
    }

    /**
     * Something that was looked at.
     *
     * @param name what
     * @param verdict how it is
     * @param message what was found
     * @param hint what to do; empty when there is nothing to do
     */
    public record Finding(String name, Verdict verdict, String message, String hint) {}

    private final Surroundings surroundings;
    private final @Nullable String store;
    private final List<Finding> findings = new ArrayList<>();

    /** Looks around; {@code store} is what {@code --store} says. */
    public Health(Surroundings surroundings, @Nullable String store) {
        this.surroundings = surroundings;
        this.store = store;
    }

    /** Everything that was looked at. */
    public List<Finding> findings() {
        ok("flowork", Version.current());
        java();
        sqlite();
        runs();
        functions();
        program("python", "Python in 'run.script'", "install Python 3 to run scripts in Python", "python3", "python");
        program("container", "'run.container'", "install Docker or Podman to run containers", "docker", "podman");
        terminal();
        return List.copyOf(findings);
    }

    private void ok(String name, String message) {
        findings.add(new Finding(name, Verdict.OK, message, ""));
    }

    private void java() {
        String version = Runtime.version() + " from " + System.getProperty("java.home");
        if (Runtime.version().feature() >= 25) {
            ok("java", version);
        } else {
            findings.add(new Finding("java", Verdict.FAIL, version, "install a JDK 25 or newer"));
        }
    }

    private void sqlite() {
        try {
            Path folder = Files.createTempDirectory("flowork-doctor");
            try (Store trial = SqliteStore.open(folder.resolve("store"))) {
                ok(
                        "sqlite",
                        "works, trial in " + folder.getParent() + ", "
                                + trial.sizes().bytes() + " bytes");
            } finally {
                delete(folder);
            }
        } catch (IOException | StoreException | UnsatisfiedLinkError e) {
            findings.add(
                    new Finding(
                            "sqlite",
                            Verdict.FAIL,
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

    private void runs() {
        Path folder;
        try {
            folder = Stores.existing(surroundings, store);
        } catch (CommandException none) {
            String message = none.text().lines().findFirst().orElse("");
            if (Files.isWritable(surroundings.folder())) {
                findings.add(new Finding("store", store == null ? Verdict.OK : Verdict.FAIL, message, ""));
            } else {
                findings.add(new Finding(
                        "store",
                        Verdict.WARN,
                        surroundings.folder() + " cannot be written",
                        "record runs elsewhere with --store DIR"));
            }
            return;
        }
        try (Store opened = Stores.open(folder)) {
            intact(opened, folder);
        } catch (StoreException e) {
            findings.add(new Finding(
                    "store",
                    Verdict.FAIL,
                    String.valueOf(e.getMessage()),
                    "flowork doctor --salvage DIR saves what is left"));
        }
    }

    private void intact(Store opened, Path folder) {
        List<RunRecord> runs = opened.runs(RunQuery.newest(RUNS));
        List<String> damaged = new ArrayList<>();
        for (RunRecord run : runs) {
            Verification verification = opened.verify(run.id());
            if (!verification.intact()) {
                damaged.add(run.id() + " (" + verification.problem() + ")");
            }
        }
        String where = surroundings.show(folder) + ", " + runs.size() + (runs.size() == 1 ? " run" : " runs");
        if (!damaged.isEmpty()) {
            findings.add(new Finding(
                    "store",
                    Verdict.FAIL,
                    where + ", damaged: " + String.join(", ", damaged),
                    "flowork doctor --salvage DIR saves what is left"));
        } else if (!Files.isWritable(folder)) {
            findings.add(new Finding(
                    "store", Verdict.WARN, where + ", read-only", "record runs elsewhere with --store DIR"));
        } else {
            ok("store", where + ", intact");
        }
    }

    private void functions() {
        List<String> names = Functions.load().descriptors().stream()
                .map(FunctionDescriptor::name)
                .toList();
        ok("functions", names.stream().filter(name -> !name.startsWith("run:")).collect(Collectors.joining(", ")));
        String processes = names.stream()
                .filter(name -> name.startsWith("run:"))
                .map(name -> name.substring("run:".length()))
                .collect(Collectors.joining(", "));
        if (!processes.isEmpty()) {
            ok("processes", processes + " (off until '--allow' or [allow] permits them; JavaScript runs in a sandbox)");
        }
    }

    private void program(String name, String use, String hint, String... commands) {
        for (String folder :
                String.valueOf(surroundings.environment().get("PATH")).split(File.pathSeparator, -1)) {
            for (String command : commands) {
                if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, command))) {
                    ok(name, Path.of(folder, command) + ", for " + use);
                    return;
                }
            }
        }
        findings.add(new Finding(name, Verdict.WARN, "not found on the PATH; needed for " + use + " only", hint));
    }

    private void terminal() {
        if (!surroundings.screen().outIsTerminal()) {
            ok("terminal", "standard output is none: plain text");
            return;
        }
        var size = surroundings.screen().size().now();
        ok(
                "terminal",
                size.columns() + " columns, " + (surroundings.variable("NO_COLOR") == null ? "colours" : "no colours"));
    }
}
