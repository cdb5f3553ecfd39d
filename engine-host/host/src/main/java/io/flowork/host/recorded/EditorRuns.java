package io.flowork.host.recorded;

import io.flowork.api.EngineAccess;
import io.flowork.api.ProblemException;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.Stores;
import io.flowork.lsp.recorded.PastRun;
import io.flowork.lsp.recorded.RecordedRuns;
import io.flowork.lsp.recorded.RecordedWorkflow;
import io.flowork.store.StoreException;
import io.flowork.store.sqlite.SqliteStore;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The runs that an editor is told of: those in the store that {@code flowork run} records into, beside the workflow's file;
 * if there are none, those of an engine that is at work. A
 * thread of its own reads them, and looks from time to time whether there are more. The store is only read: it is not
 * made, migrated or locked for others.
 */
public final class EditorRuns implements RecordedRuns, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EditorRuns.class.getName());

    /** How often the stores are looked at. */
    private static final long EVERY_MILLIS = 2_000;

    /** How long after the last question a workflow's runs are followed. */
    private static final long INTEREST_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** How long the runs of one workflow may be looked into at a time. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** By how many runs of an engine it is seen whether there is news. */
    private static final int NEWEST = 20;

    /** How many times as long as a look took there is none. */
    private static final long REST = 20;

    private final Surroundings surroundings;
    private final EngineFinder engines;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("flowork-recorded").factory());
    private final Map<Wanted, Known> known = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Whose runs are wanted, in what folder its file is, and where the store of that is. */
    private record Wanted(Path folder, Path store, String namespace, String name) {}

    /** What is known of them. */
    private static final class Known {
        private volatile long asked = System.nanoTime();
        private volatile Optional<RecordedWorkflow> runs = Optional.empty();
        private Optional<RecordedWorkflow> stored = Optional.empty();
        private Optional<RecordedWorkflow> served = Optional.empty();
        private @Nullable List<Stamp> stamps;
        private List<PastRun> newest = List.of();
    }

    /** What tells whether a file is still the same. */
    private record Stamp(long size, long changed) {
        static final Stamp NONE = new Stamp(-1, 0);

        static Stamp of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return attributes.size() == 0
                        ? NONE
                        : new Stamp(
                                attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
            } catch (IOException absent) {
                return NONE;
            }
        }
    }

    /** Knows nothing yet, and looks at nothing before somebody asks. */
    public EditorRuns(Surroundings surroundings, EngineFinder engines) {
        this.surroundings = surroundings;
        this.engines = engines;
    }

    @Override
    public Optional<RecordedWorkflow> of(String file, String namespace, String name) {
        Path path = path(file);
        if (path == null || closed) {
            return Optional.empty();
        }
        Path store = Stores.forRuns(surroundings, null, path);
        Known found = known.computeIfAbsent(new Wanted(Stores.folderOf(path), store, namespace, name), wanted -> {
            Known made = new Known();
            plan(wanted, made, 0);
            return made;
        });
        found.asked = System.nanoTime();
        return found.runs;
    }

    private static @Nullable Path path(String file) {
        try {
            Path path = Path.of(file);
            return path.isAbsolute() ? path : null;
        } catch (InvalidPathException noFile) {
            return null;
        }
    }

    @Override
    public Listening listen(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void plan(Wanted wanted, Known what, long millis) {
        try {
            var _ = worker.schedule(() -> look(wanted, what), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ended) {
            LOG.log(Level.DEBUG, "The editor has left", ended);
        }
    }

    private void look(Wanted wanted, Known what) {
        if (System.nanoTime() - what.asked > INTEREST_NANOS) {
            known.remove(wanted, what);
            return;
        }
        long began = System.nanoTime();
        try {
            if (refresh(wanted, what)) {
                listeners.forEach(Runnable::run);
            }
        } catch (StoreException e) {
            if (said.add(wanted.store + " " + e.kind())) {
                LOG.log(Level.WARNING, "Recorded runs are not shown: " + e.getMessage());
            }
        } catch (ProblemException e) {
            LOG.log(Level.DEBUG, "The engine does not say which runs there were", e);
        } catch (RuntimeException e) { // a bug of ours must not be silent, as nobody waits for this
            LOG.log(Level.ERROR, "The runs of " + wanted.namespace + "/" + wanted.name + " could not be read", e);
        }
        plan(wanted, what, Math.max(EVERY_MILLIS, REST * (System.nanoTime() - began) / 1_000_000));
    }

    /** Looks whether there is something new, and says so. */
    private boolean refresh(Wanted wanted, Known what) {
        boolean changed = refreshStored(wanted, what);
        if (what.stored.isEmpty()) {
            changed |= refreshServed(wanted, what);
        }
        what.runs = what.stored.isPresent() ? what.stored : what.served;
        return changed;
    }

    private boolean refreshStored(Wanted wanted, Known what) {
        List<Stamp> stamps = stamps(wanted.store);
        if (stamps.equals(what.stamps)) {
            return false;
        }
        Optional<RecordedWorkflow> read;
        try {
            read = stamps.getFirst().equals(Stamp.NONE)
                    ? Optional.empty()
                    : read(wanted, new StoreSource(SqliteStore.openForGlance(wanted.store)));
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.LOCKED || wasInterrupted(wanted, stamps)) {
                LOG.log(Level.DEBUG, "There is another look soon", e);
                return false;
            }
            what.stamps = stamps; // it stays as it is until the file changes
            throw e;
        }
        if (wasInterrupted(wanted, stamps)) {
            return false;
        }
        what.stamps = stamps;
        boolean changed = read.isPresent() || what.stored.isPresent();
        what.stored = read;
        return changed;
    }

    /** The same with an engine. */
    private boolean refreshServed(Wanted wanted, Known what) {
        EngineAccess access = engines.of(wanted.folder).orElse(null);
        if (access == null) {
            return false;
        }
        try (EngineSource engine = new EngineSource(access)) {
            List<PastRun> newest = engine.runs(wanted.namespace, wanted.name, NEWEST);
            if (newest.equals(what.newest)) {
                return false;
            }
            what.newest = newest;
            what.served = read(wanted, engine);
            return true;
        }
    }

    /** Whether somebody began to write to a store that was read as a file that does not change. */
    private static boolean wasInterrupted(Wanted wanted, List<Stamp> before) {
        return before.getLast().equals(Stamp.NONE) && !before.equals(stamps(wanted.store));
    }

    private static List<Stamp> stamps(Path folder) {
        Path file = folder.resolve(SqliteStore.FILE);
        return List.of(Stamp.of(file), Stamp.of(file.resolveSibling(SqliteStore.FILE + "-wal")));
    }

    private Optional<RecordedWorkflow> read(Wanted wanted, RunSource from) {
        long until = System.nanoTime() + LONGEST_NANOS;
        try (from) {
            return LastRuns.of(from, wanted.namespace, wanted.name, () -> closed || System.nanoTime() - until > 0);
        }
    }

    @Override
    public void close() {
        closed = true;
        worker.shutdownNow();
    }
}
