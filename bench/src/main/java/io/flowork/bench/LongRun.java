package io.flowork.bench;

import io.flowork.core.history.Recording;
import io.flowork.core.journal.Cursor;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.functions.Functions;
import io.flowork.grammar.json.JsonObject;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.RunResult;
import io.flowork.runtime.Secrets;
import io.flowork.runtime.Workflows;
import io.flowork.store.Store;
import io.flowork.store.StoreRecording;
import io.flowork.store.sqlite.Recordings;
import io.flowork.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A run of about a million steps, a hundred thousand of whose tasks called something and were recorded on their own: in a
 * store, as an engine records it, and as a file, as it is exported. It is made once and kept.
 *
 * @param store the store's folder
 * @param file the recording
 * @param id the run's id
 * @param workflow the workflow
 */
record LongRun(Path store, Path file, String id, LoadedWorkflow workflow) {
    /** The lines of tasks in the workflow's text, from 1. */
    static final int EARLY = 3;

    static final int ORDER = 10;
    static final int SUM = 14;

    /** How many items the longest array has. */
    static final int ROWS = 100_000;

    /** What is below {@code do:}, from the first line on: where breakpoints go is counted in it. */
    private static String tasks(int hours) {
        return """
              - early: {set: {total: 0}}
              - hours:
                  for: {in: '${ [range(%d)] }', each: hour}
                  do:
                    - orders:
                        for: {in: '${ [range(100)] }', each: n}
                        do:
                          - order:
                              call: '%s'
                              with: {hour: '${ $hour }', n: '${ $n }'}
                              export: {as: '${ {count: ($context.count + 1), rare: (if $n == 77 and $hour %% 100 == 0 then .id else $context.rare end)} }'}
                          - sum: {set: {total: '${ .total + $context.count }', city: '${ .city }'}}
              - rows: {set: {rows: '${ [range(%d)] }'}}
              - late: {set: {done: true}}
            """.formatted(hours, StepFunction.NAME, ROWS);
    }

    /** The run in a folder, made if it is not there. */
    static LongRun in(Path folder, int hours, Consumer<String> progress) throws IOException, InterruptedException {
        LoadedWorkflow workflow = DurableSpeed.workflow("long", tasks(hours));
        Path place = folder.resolve(workflow.source().hash().substring(0, 16));
        if (!Files.exists(place)) {
            progress.accept("recording a run of " + hours + " times 100 calls, once");
            Path part = folder.resolve("part");
            delete(part);
            record(Files.createDirectories(part), workflow);
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
        }
        Path store = place.resolve("store");
        try (SqliteStore recorded = SqliteStore.openReadOnly(store)) {
            String id = recorded.runIds("", 1).getFirst();
            Path file = place.resolve("run" + Recordings.ENDING);
            progress.accept("exporting it");
            Recordings.write(recorded, id, file); // each time, as what an export has may have changed
            return new LongRun(store, file, id, workflow);
        }
    }

    private static void record(Path place, LoadedWorkflow workflow) throws InterruptedException {
        try (SqliteStore store = SqliteStore.open(place.resolve("store"));
                Engine engine = new Engine(
                        EngineSettings.of("bench"),
                        store,
                        Functions.load(),
                        Workflows.NONE,
                        Secrets.NONE,
                        Clock.systemUTC())) {
            RunResult result =
                    engine.start(workflow, JsonObject.EMPTY, step -> {}).await();
            if (result.status() != Status.COMPLETED) {
                throw new IllegalStateException("The run ended as " + result);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** What is recorded of it in a store that is open. */
    Recording recording(Store opened) {
        return new StoreRecording(opened, id, 0, workflow.program());
    }

    static Machine machine() {
        return new Machine(new JqMachine(JqLimits.DEFAULT, new Interrupt()));
    }

    /** What a debugger would do that keeps nothing: folds from the beginning to the end. Gives the last state. */
    State folded(Store opened) throws Cursor.DivergedException {
        Cursor cursor =
                new Cursor(machine(), recording(opened)::entries, State.initial(workflow.program()), 0, 0, null);
        cursor.toEnd();
        return cursor.state();
    }

    /** How many bytes a journal entry takes: in the store, and in the file. */
    List<Double> bytesPerEvent() throws IOException {
        try (SqliteStore opened = SqliteStore.openReadOnly(store)) {
            double entries = opened.sizes().entries();
            return List.of(opened.sizes().bytes() / entries, Files.size(file) / entries);
        }
    }
}
