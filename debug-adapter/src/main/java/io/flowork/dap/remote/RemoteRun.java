package io.flowork.dap.remote;

import io.flowork.api.BranchList;
import io.flowork.api.CommandResult;
import io.flowork.api.EngineSession;
import io.flowork.api.JournalItem;
import io.flowork.api.JournalRequest;
import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.api.ProgramRequest;
import io.flowork.api.RunProgram;
import io.flowork.api.RunRef;
import io.flowork.api.remote.Backoff;
import io.flowork.api.remote.EngineLink;
import io.flowork.api.remote.RemoteAccess;
import io.flowork.core.history.Recording;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.State;
import io.flowork.core.program.Program;
import io.flowork.core.program.ProgramSource;
import io.flowork.dap.session.DebuggedRun;
import io.flowork.dap.session.RefusedException;
import io.flowork.grammar.text.SourceText;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A branch of a run of an engine elsewhere. What was read once is kept, so its past stays there while the engine cannot be
 * reached; the engine is sought again meanwhile, and followed from where it was lost.
 */
public final class RemoteRun implements Recording, AutoCloseable {
    private static final long MOST_BYTES = 128L << 20;

    private final String id;
    private final int branch;
    private final BranchPrograms.Compiled own;
    private final BranchPrograms programs;
    private final EngineLink link;
    private final Following following;
    private final KeptStates states;
    private final AtomicBoolean fetching = new AtomicBoolean();

    private RemoteRun(String id, int branch, BranchPrograms.Compiled own, EngineLink link, Following following) {
        this.id = id;
        this.branch = branch;
        this.own = own;
        this.link = link;
        this.following = following;
        this.programs = new BranchPrograms(hash -> ask(link, session -> session.program(new ProgramRequest(id, hash))));
        this.states = new KeptStates(id, branch, own.program(), programs);
    }

    /**
     * Opens a run, and follows it from now on.
     *
     * @param branch the number of the branch; the one the run is on if null
     * @param backoff how long to wait between attempts to reach the engine again
     * @throws ProblemException if the engine cannot be reached, or has no such run
     */
    public static RemoteRun open(
            RemoteAccess access, String id, @Nullable Integer branch, RunListener listener, Backoff backoff) {
        Following following = new Following(id, branch, listener, new Segments(MOST_BYTES));
        EngineLink link = EngineLink.open(access, following, backoff);
        try {
            int found = Answers.of(following.begun());
            RunProgram own = ask(link, session -> session.program(new ProgramRequest(id, null)));
            return new RemoteRun(id, found, BranchPrograms.Compiled.of(own), link, following);
        } catch (RuntimeException e) {
            link.close();
            throw e;
        }
    }

    // --- asking ---

    /** Something to ask the engine for. */
    @FunctionalInterface
    public interface Question<T> {
        /** Asks. */
        CompletableFuture<T> ask(EngineSession session);
    }

    /**
     * Asks the engine.
     *
     * @throws ProblemException also if it cannot be reached now
     */
    public <T> T ask(Question<T> question) {
        return ask(link, question);
    }

    private static <T> T ask(EngineLink link, Question<T> question) {
        EngineSession session = link.session();
        if (session == null) {
            throw Kind.UNAVAILABLE.because("The engine cannot be reached now. It is being tried again");
        }
        return Answers.of(question.ask(session));
    }

    /**
     * Gives the engine a command under an id of its own, again if the connection is lost before it is answered: it is done once.
     *
     * @param command gives it, in a session and under an id
     * @param patience how long to wait for the engine altogether
     */
    public CommandResult command(
            BiFunction<EngineSession, String, CompletableFuture<CommandResult>> command, Duration patience) {
        String commandId = UUID.randomUUID().toString();
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return ask(session -> command.apply(session, commandId));
            } catch (ProblemException e) {
                boolean mayCome = link.session() == null && following.awaitUp(until - System.nanoTime());
                if (e.problem().status() != Answers.UNAVAILABLE || !mayCome) {
                    throw e;
                }
            }
        }
    }

    // --- what is known ---

    /** The run's id. */
    public String id() {
        return id;
    }

    /** The number of the branch. */
    public int branch() {
        return branch;
    }

    /** The text of the program that the run began with. */
    public SourceText text() {
        return own.text();
    }

    /**
     * The programs that forks put in its place on this branch, in the order in which they did.
     *
     * @throws ProblemException if they cannot be had
     */
    public List<DebuggedRun.Edited> edited() {
        BranchList list = ask(session -> session.branches(new RunRef(id)));
        return BranchPrograms.onto(list, branch).stream()
                .map(programs::load)
                .map(each -> new DebuggedRun.Edited(each.program(), each.text()))
                .toList();
    }

    /** How far what is known goes. */
    public Edge edge() {
        return following.edge();
    }

    /** Waits until all entries before a number are known; says whether they are. */
    boolean awaitEntries(long next, long millis) {
        return following.awaitEntries(next, TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Waits until the end of the run is known; says whether it is. */
    boolean awaitEnd(long millis) {
        return following.awaitEnd(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Override
    public Program program() {
        return own.program();
    }

    @Override
    public ProgramSource programs() {
        return programs;
    }

    /**
     * {@inheritDoc}
     *
     * @throws RefusedException if they are not kept here, and the engine cannot be reached
     */
    @Override
    public List<JournalEntry> entries(long from) {
        long part = Segments.part(from);
        List<JournalEntry> there = following.kept(from);
        if (there.isEmpty() && from < following.edge().next()) {
            try {
                read(part);
            } catch (ProblemException e) {
                throw new RefusedException("This part of the run was not read yet: "
                        + e.problem().detail() + ". What was read can still be looked at");
            }
            there = following.kept(from);
        }
        prefetch(part);
        return there;
    }

    private void read(long part) {
        long from = part * Segments.SIZE;
        Long after = from == 0 ? null : Long.valueOf(from - 1);
        long wanted = Math.min(from + Segments.SIZE, following.edge().next());
        while (from < wanted) {
            int most = (int) (wanted - from);
            Long last = after;
            List<JournalItem> items = ask(session -> session.journal(new JournalRequest(id, branch, last, most)))
                    .entries();
            if (items.isEmpty()) {
                throw Kind.CONFLICT.because("The engine does not give the entry %d of the run %s".formatted(from, id));
            }
            following.keep(items);
            after = items.getLast().seq();
            from = after + 1;
        }
    }

    /** Reads what is on both sides, so that a step into it costs no round trip. */
    private void prefetch(long part) {
        boolean more = following.isMissing(part + 1) || following.isMissing(part - 1);
        if (more && link.session() != null && fetching.compareAndSet(false, true)) {
            Thread.ofVirtual().name("run-prefetch").start(() -> {
                try {
                    for (long near : new long[] {part + 1, part - 1}) {
                        if (following.isMissing(near)) {
                            read(near);
                        }
                    }
                } catch (ProblemException e) {
                    System.getLogger(RemoteRun.class.getName())
                            .log(System.Logger.Level.DEBUG, "nothing was read ahead", e);
                } finally {
                    fetching.set(false);
                }
            });
        }
    }

    @Override
    public List<Checkpoint> checkpoints() {
        EngineSession session = link.session();
        return session == null
                ? states.known()
                : states.read(session, following.edge().next());
    }

    @Override
    public @Nullable State state(Checkpoint checkpoint) {
        return states.state(link.session(), checkpoint);
    }

    /** Follows the run no more. The run does not notice. */
    @Override
    public void close() {
        link.close();
    }
}
