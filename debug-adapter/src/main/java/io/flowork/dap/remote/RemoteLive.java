package io.flowork.dap.remote;

import io.flowork.api.ControlRequest;
import io.flowork.api.EngineSession;
import io.flowork.api.HeldRun;
import io.flowork.api.HoldPoints;
import io.flowork.api.HoldRequest;
import io.flowork.api.ProblemException;
import io.flowork.api.RunRef;
import io.flowork.dap.session.Live;
import io.flowork.dap.session.RefusedException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Holds a run of an engine elsewhere. The engine lets it go on when the session in which that began is lost. */
public final class RemoteLive implements Live {
    private static final System.Logger LOG = System.getLogger(RemoteLive.class.getName());

    /** How long the last entries of a run that has ended may take to come. */
    private static final long LAST_MILLIS = 5_000;

    private final RemoteRun run;
    private final News news;
    private final @Nullable String who;
    /** Where the run is under control. */
    private @Nullable EngineSession session;

    private @Nullable HeldRun coming;

    /** What the engine tells of the run, until somebody wants to know. */
    public static final class News implements RunListener {
        private final LinkedBlockingQueue<HeldRun> told = new LinkedBlockingQueue<>();

        @Override
        public void moved(Edge edge) {
            LOG.log(System.Logger.Level.DEBUG, "the run: {0}", edge);
        }

        @Override
        public void forgotten() {
            LOG.log(System.Logger.Level.WARNING, "The run is another one than was read; attach to it again");
        }

        @Override
        public void held(HeldRun held) {
            told.add(held);
        }
    }

    /**
     * A run that can be held.
     *
     * @param news what listens to the run
     * @param who who debugs it, for others who try
     */
    public RemoteLive(RemoteRun run, News news, @Nullable String who) {
        this.run = run;
        this.news = news;
        this.who = who;
    }

    @Override
    public void take() {
        if (session != null && session.isOpen()) {
            return;
        }
        news.told.clear(); // of a control that was lost
        coming = null;
        session = refusing(() -> run.ask(
                open -> open.control(new ControlRequest(run.id(), who)).thenApply(taken -> open)));
    }

    @Override
    public void release() {
        EngineSession from = session;
        session = null;
        if (from != null && from.isOpen()) {
            var _ = refusing(() -> Answers.of(from.release(new RunRef(run.id()))));
        }
    }

    @Override
    public void goOn(HoldPoints points) {
        EngineSession in = session;
        if (in == null) {
            throw new RefusedException("The run is not under control: ':take' takes it");
        }
        try {
            var _ = Answers.of(in.hold(new HoldRequest(run.id(), points)));
        } catch (ProblemException e) {
            if (in.isOpen()) {
                throw refused(e);
            }
            LOG.log(System.Logger.Level.DEBUG, "the engine is lost", e); // whoever waits is told
        }
    }

    @Override
    public @Nullable HeldRun await(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            if (coming == null) {
                coming = news.told.poll(millis, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        HeldRun known = coming;
        if (known == null) {
            return null;
        }
        if (known.seq() == null) {
            var _ = run.awaitEnd(LAST_MILLIS); // as another branch it has another end
            coming = null;
            return known;
        }
        boolean isHere = run.awaitEntries(known.seq(), TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime()));
        coming = isHere ? null : known;
        return isHere ? known : null;
    }

    @Override
    public @Nullable String lost() {
        if (session == null || session.isOpen()) {
            return null;
        }
        String stale = run.edge().stale();
        return stale == null ? "the engine was lost for a while" : stale;
    }

    /** Passes on why something is not possible. */
    private static <T> T refusing(Supplier<T> question) {
        try {
            return question.get();
        } catch (ProblemException e) {
            throw refused(e);
        }
    }

    private static RefusedException refused(ProblemException e) {
        return new RefusedException(e.problem().detail());
    }
}
