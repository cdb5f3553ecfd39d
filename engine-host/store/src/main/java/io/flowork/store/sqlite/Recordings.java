package io.flowork.store.sqlite;

import io.flowork.store.KeptStates;
import io.flowork.store.Redaction;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.StoreException.Kind;
import io.flowork.store.Transfer;
import io.flowork.store.Verification;
import io.flowork.store.Write;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Recordings: one run and the runs it started, with their programs and payloads, in one file. The format is described in
 * {@code docs/recording-format.md}. Equal runs make equal bytes, whatever store they come from.
 */
public final class Recordings {
    /** The ending of a recording's file name. */
    public static final String ENDING = ".flowrec";

    /**
     * What importing a recording has done.
     *
     * @param run the id of the recorded run
     * @param added the ids of the runs that were not in the store before
     * @param present the ids of the runs that were there already, and the same
     */
    public record Imported(String run, List<String> added, List<String> present) {
        /** Copies the lists. */
        public Imported {
            added = List.copyOf(added);
            present = List.copyOf(present);
        }
    }

    private Recordings() {}

    /**
     * Writes the recording of a run and the runs it started. The file appears, or replaces an older one, when it is
     * complete.
     *
     * @throws StoreException if there is no such run, an entry does not verify, or the file cannot be written
     */
    public static void write(Store store, String run, Path file) {
        write(store, run, file, new Redaction(List.of()));
    }

    /**
     * Writes the recording of a run and the runs it started, without some of what is in them. What is left verifies, and
     * replays up to the first entry that is erased.
     *
     * @throws StoreException if there is no such run, an entry does not verify, the file cannot be written, or the text of
     *     a workflow, which cannot be changed, has a value that is to be left out
     */
    public static void write(Store store, String run, Path file, Redaction redaction) {
        Path folder = file.toAbsolutePath().getParent();
        Path part;
        try {
            part = Files.createTempFile(folder, ".", ENDING + ".part");
        } catch (IOException e) {
            throw Failures.readOnly(file, e);
        }
        try {
            fill(store, run, part, redaction);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (SQLException e) {
            throw Failures.of(e, file);
        } catch (IOException e) {
            throw new StoreException(
                    Kind.IO, "The recording %s could not be written: %s".formatted(file, e.getMessage()), e);
        } finally {
            discard(part);
        }
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            System.getLogger(Recordings.class.getName())
                    .log(System.Logger.Level.WARNING, "could not delete " + part, e);
        }
    }

    private static void fill(Store store, String run, Path part, Redaction redaction) throws SQLException {
        try (Session session = Session.open(part, "?mode=rw")) {
            session.once("PRAGMA page_size = 4096");
            session.once("PRAGMA encoding = 'UTF-8'");
            session.once("PRAGMA journal_mode = OFF");
            session.once("PRAGMA synchronous = OFF");
            session.once("PRAGMA secure_delete = ON");
            session.once("PRAGMA application_id = " + Schema.RECORDING);
            session.once("PRAGMA user_version = " + Schema.RECORDING_VERSION);
            session.once("BEGIN");
            for (String table : Schema.RECORDINGS.getLast()) {
                session.once(table);
            }
            List<RunRecord> tree = Transfer.tree(store, run);
            redaction.lookAt(store, tree);
            Tables tables = Tables.ofRecording(session);
            SecureRandom unused = new SecureRandom();
            SortedMap<String, Write> programs = new TreeMap<>();
            for (RunRecord each : tree) {
                for (String program : Transfer.programs(store, each)) {
                    programs.computeIfAbsent(program, hash -> Transfer.program(store, each, hash));
                }
            }
            for (Operation operation : Operation.of(List.copyOf(programs.values()), unused)) {
                tables.apply(operation);
            }
            for (RunRecord each : tree) {
                List<Write> writes = Transfer.run(store, each, each.status(), Long.MAX_VALUE);
                for (Write write : writes) {
                    for (Operation operation : Operation.of(List.of(redaction.of(write)), unused)) {
                        tables.apply(operation);
                    }
                }
            }
            if (redaction.isEmpty()) { // else what is left out might be in a state
                for (RunRecord each : tree) {
                    KeptStates.of(store, each, snapshot -> {
                        for (Operation operation : Operation.of(List.of(new Write.PutSnapshot(snapshot)), unused)) {
                            tables.apply(operation);
                        }
                    });
                }
            }
            session.once("COMMIT");
        }
    }

    /**
     * Adds the runs of a recording to a store, all or none. A run that is there already, and the same, is left alone.
     *
     * @throws StoreException if the file is no recording, does not verify, or a run of it differs from the store's
     */
    public static Imported read(Path file, Store into) {
        check(file);
        try (Store recording = SqliteStore.openRecording(file)) {
            String root = root(recording, file);
            List<Write> writes = new ArrayList<>();
            List<String> added = new ArrayList<>();
            List<String> present = new ArrayList<>();
            List<RunRecord> tree = Transfer.tree(recording, root);
            if (tree.size() != recording.runIds("", Integer.MAX_VALUE).size()) {
                throw new StoreException(
                        Kind.DAMAGED,
                        "The recording %s does not verify: not all of its runs belong to run %s. Nothing was imported; get the recording anew."
                                .formatted(file, root));
            }
            for (RunRecord run : tree) {
                Verification verification = recording.verify(run.id());
                if (!verification.intact()) {
                    throw new StoreException(
                            Kind.DAMAGED,
                            "The recording %s does not verify: in run %s, %s. Nothing was imported; get the recording anew."
                                    .formatted(file, run.id(), verification.problem()));
                }
                if (into.run(run.id()).isEmpty()) {
                    added.add(run.id());
                    writes.addAll(Transfer.programWrites(recording, run));
                    writes.addAll(Transfer.run(recording, run, run.status(), Long.MAX_VALUE));
                } else if (Transfer.same(recording, into, run)) {
                    present.add(run.id());
                } else {
                    throw new StoreException(
                            Kind.DIFFERENT_RUN,
                            "The store has another run %s than the recording %s. Nothing was imported; import it into another store with --store."
                                    .formatted(run.id(), file));
                }
            }
            if (!writes.isEmpty()) {
                into.write(writes.toArray(Write[]::new));
            }
            return new Imported(root, added, present);
        }
    }

    /** The id of the run that a recording is of. */
    public static String root(Path file) {
        try (Store recording = SqliteStore.openRecording(file)) {
            return root(recording, file);
        }
    }

    private static String root(Store recording, Path file) {
        for (String id : recording.runIds("", Integer.MAX_VALUE)) {
            RunRecord run = recording.run(id).orElseThrow(() -> StoreException.noRun(id));
            if (run.parent() == null || recording.run(run.parent().run()).isEmpty()) {
                return id;
            }
        }
        throw Failures.notAStore(file, "a recording of a run");
    }

    private static void check(Path file) {
        try (Session session = Session.open(file, Opening.readOnly(file, Schema.RECORDING))) {
            session.once("PRAGMA cell_size_check = ON");
            if (!session.text("PRAGMA quick_check(1)").equals("ok")) {
                throw Failures.damaged(file, null);
            }
        } catch (SQLException e) {
            throw Failures.of(e, file);
        }
    }
}
