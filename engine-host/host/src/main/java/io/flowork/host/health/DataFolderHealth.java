package io.flowork.host.health;

import io.flowork.core.machine.Status;
import io.flowork.functions.Functions;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.spi.FunctionException;
import io.flowork.gateway.TokenFile;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.host.serve.DataFolder;
import io.flowork.host.terminal.Surroundings;
import io.flowork.runtime.UnusableWorkflowException;
import io.flowork.runtime.service.DeployedWorkflows;
import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.StoredProgram;
import io.flowork.store.StoredWorkflow;
import io.flowork.store.WorkflowQuery;
import io.flowork.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether an engine's data folder is as it should be. Nothing in it is changed. */
final class DataFolderHealth {
    private static final int RUNS = 1_000;
    private static final int WORKFLOWS = 1_000;
    private static final long TIGHT = 1L << 30;
    private static final long FULL = 100L << 20;
    private static final long SKEW_MILLIS = 60_000;
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Surroundings surroundings;
    private final EngineSetup setup;
    private final Path folder;
    private final List<Finding> findings = new ArrayList<>();

    DataFolderHealth(Surroundings surroundings, EngineSetup setup) {
        this.surroundings = surroundings;
        this.setup = setup;
        this.folder = setup.data();
    }

    List<Finding> findings() {
        String shown = surroundings.show(folder);
        if (!Files.isDirectory(folder)) {
            findings.add(
                    Files.exists(folder)
                            ? Finding.fail("data folder", shown + " is no folder", "name another with --data DIR")
                            : Finding.ok("data folder", shown + ", made by the first 'flowork serve'"));
            findings.add(PortHealth.of(setup.bind(), setup.port(), null));
            return findings;
        }
        if (!Files.isReadable(folder) || !Files.isWritable(folder)) {
            findings.add(Finding.fail(
                    "data folder",
                    shown + " cannot be " + (Files.isReadable(folder) ? "written" : "read") + " by "
                            + System.getProperty("user.name"),
                    "run this as the user of the engine, or give the folder to it: chown -R USER " + shown));
            return findings;
        }
        String owner = DataFolder.owner(folder);
        privacy(folder, shown, owner == null ? "no engine has it" : "in use by " + owner);
        space();
        token();
        findings.add(PortHealth.of(setup.bind(), setup.port(), owner));
        if (Files.exists(folder.resolve(SqliteStore.FILE))) {
            try {
                findings.add(StoreHealth.of("engine's store", shown, folder));
                store();
            } catch (StoreException e) {
                findings.add(StoreHealth.failed("engine's store", e));
            }
        }
        return findings;
    }

    private void privacy(Path place, String shown, String state) {
        try {
            if (isOpen(place)) {
                findings.add(Finding.warn(
                        "data folder",
                        shown + ", " + state + "; others than its owner can look into it",
                        "chmod 700 " + shown));
                return;
            }
        } catch (IOException e) {
            findings.add(Finding.fail("data folder", shown + ": " + e.getMessage(), "check the folder's permissions"));
            return;
        }
        findings.add(Finding.ok("data folder", shown + ", " + state));
    }

    private static boolean isOpen(Path place) throws IOException {
        return Files.getFileStore(place).supportsFileAttributeView("posix")
                && !OWNER.containsAll(Files.getPosixFilePermissions(place));
    }

    private void space() {
        try {
            FileStore disk = Files.getFileStore(folder);
            long usable = disk.getUsableSpace();
            String message = StoreHealth.bytes(usable) + " left on " + disk.name();
            String hint = "make room: what cannot be recorded is refused, and runs stop";
            findings.add(
                    usable < FULL
                            ? Finding.fail("disk", message, hint)
                            : usable < TIGHT ? Finding.warn("disk", message, hint) : Finding.ok("disk", message));
        } catch (IOException e) {
            findings.add(Finding.warn("disk", "its free space is not known: " + e.getMessage(), "df " + folder));
        }
    }

    private void token() {
        Path token = folder.resolve(TokenFile.NAME);
        try {
            if (!Files.exists(token)) {
                findings.add(Finding.ok("token", "made by the next 'flowork serve'"));
            } else if (isOpen(token)) {
                findings.add(Finding.fail(
                        "token",
                        "others than its owner can read or write it, so others may use the engine",
                        "stop the engine, rm %s, start it: a new one is made".formatted(surroundings.show(token))));
            } else {
                findings.add(Finding.ok("token", surroundings.show(token) + ", for its owner only"));
            }
        } catch (IOException e) {
            findings.add(Finding.fail("token", String.valueOf(e.getMessage()), "check the file's permissions"));
        }
    }

    private void store() {
        Functions functions = Functions.load(HttpSettings.DEFAULT, setup.plugins());
        try (Store store = SqliteStore.openReadOnly(folder)) {
            newest(store);
            DeployedWorkflows workflows = new DeployedWorkflows(store, Clock.systemUTC(), functions.signatures());
            unfinished(store, workflows);
            secrets(store, functions);
        }
    }

    private void newest(Store store) {
        for (RunRecord run : store.runs(RunQuery.newest(1))) {
            if (run.created() > System.currentTimeMillis() + SKEW_MILLIS) {
                findings.add(Finding.warn(
                        "clock",
                        "the run %s was created at %s, which is still to come: the clock went back"
                                .formatted(run.id(), Instant.ofEpochMilli(run.created())),
                        "keep the clock by NTP; timers are late by as much as it went back"));
            }
        }
    }

    private void unfinished(Store store, DeployedWorkflows workflows) {
        Map<String, Integer> programs = new LinkedHashMap<>();
        List<RunRecord> runs = store.runs(RunQuery.newest(RUNS)
                .withStatuses(EnumSet.of(Status.PENDING, Status.RUNNING, Status.WAITING, Status.SUSPENDED)));
        runs.forEach(run -> programs.merge(run.program(), 1, Integer::sum));
        int stuck = 0;
        for (Map.Entry<String, Integer> program : programs.entrySet()) {
            try {
                workflows.load(program.getKey());
            } catch (UnusableWorkflowException e) {
                stuck += program.getValue();
                findings.add(Finding.fail(
                        "unfinished runs",
                        "%d cannot go on: %s".formatted(program.getValue(), e.getMessage()),
                        "put back the plug-in or the version of Flowork they began with, or cancel them"));
            }
        }
        if (stuck == 0) {
            findings.add(Finding.ok(
                    "unfinished runs",
                    runs.size() + (runs.size() == RUNS ? " or more" : "") + ", the program of each can be loaded"));
        }
    }

    /** Whether the secrets that deployed workflows name can be had here. What they are is of no interest. */
    private void secrets(Store store, Functions functions) {
        Set<String> names = new LinkedHashSet<>();
        for (StoredWorkflow deployed : store.workflows(WorkflowQuery.all(WORKFLOWS))) {
            StoredProgram program = store.program(deployed.program()).orElse(null);
            Workflow workflow = program == null
                    ? null
                    : WorkflowAnalysis.analyze(
                                    SourceText.of("workflow.flow." + program.format(), program.text()),
                                    functions.signatures())
                            .workflow();
            if (workflow != null) {
                names.addAll(workflow.secrets());
            }
        }
        int there = 0;
        for (String name : names) {
            try {
                setup.secrets().value(name);
                there++;
            } catch (FunctionException e) {
                findings.add(Finding.warn(
                        "secret " + name,
                        String.valueOf(e.error().detail()),
                        "set it where the engine runs; see [secrets] in docs/functions.md"));
            }
        }
        if (there > 0) {
            findings.add(Finding.ok("secrets", there + " of " + names.size() + " can be read here"));
        }
    }
}
