package io.flowork.api.remote;

import io.flowork.api.EngineClient;
import io.flowork.api.EngineSession;
import io.flowork.api.Problem;
import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A way to an engine that is made again whenever it is lost. Each time the engine is told anew who asks. */
public final class EngineLink implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EngineLink.class.getName());

    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;

    /** Who is told how the link is. What it is told comes one after the other; it must not wait for the engine meanwhile. */
    public interface Follower extends EngineClient {
        /** The engine can be reached by a new session, which has no subscriptions and controls no run yet. */
        void up(EngineSession session);

        /**
         * The engine cannot be reached. Called when the link is lost, and again for each attempt that fails.
         *
         * @param why why
         * @param forGood whether it is not tried any more, as the engine does not let this caller in
         */
        void down(Problem why, boolean forGood);
    }

    private final RemoteAccess access;
    private final Follower follower;
    private final Backoff backoff;
    private final Thread keeper;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable EngineSession session;
    private volatile CountDownLatch lost = new CountDownLatch(1);

    private EngineLink(RemoteAccess access, Follower follower, Backoff backoff) {
        this.access = access;
        this.follower = follower;
        this.backoff = backoff;
        this.keeper = Thread.ofVirtual().name("engine-link").unstarted(this::keep);
    }

    /**
     * Opens a link; the follower is told when it is up.
     *
     * @param backoff how long to wait between attempts
     */
    public static EngineLink open(RemoteAccess access, Follower follower, Backoff backoff) {
        EngineLink link = new EngineLink(access, follower, backoff);
        link.keeper.start();
        return link;
    }

    /** The session while the link is up. */
    public @Nullable EngineSession session() {
        EngineSession at = session;
        return at != null && at.isOpen() ? at : null;
    }

    private void keep() {
        try {
            boolean forGood = false;
            while (!forGood && !isClosing()) {
                forGood = attempt();
                if (!forGood && !isClosing()) {
                    long wait = backoff.next().toNanos();
                    var _ = closing.await(wait, TimeUnit.NANOSECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Opens a session and keeps it while it lasts; says whether no other is to be tried. */
    private boolean attempt() throws InterruptedException {
        CountDownLatch ending = new CountDownLatch(1);
        lost = ending;
        try {
            EngineSession opened = access.open(follower, ending::countDown);
            session = opened;
            if (isClosing()) {
                opened.close();
                return true;
            }
            backoff.reset();
            follower.up(opened);
            ending.await();
            session = null;
            if (!isClosing()) {
                follower.down(
                        Kind.UNAVAILABLE.of("The connection to the engine was lost. It is being made again"), false);
            }
            return false;
        } catch (ProblemException e) {
            boolean forGood = isRefusal(e.problem());
            LOG.log(System.Logger.Level.DEBUG, "The engine cannot be reached", e);
            follower.down(e.problem(), forGood);
            return forGood;
        }
    }

    /** Who is not let in now will not be a moment later. */
    private static boolean isRefusal(Problem problem) {
        return problem.status() == UNAUTHENTICATED || problem.status() == FORBIDDEN;
    }

    /** Closes the link; the follower is not told any more. */
    @Override
    public void close() {
        closing.countDown();
        EngineSession at = session;
        if (at != null) {
            at.close();
        }
        lost.countDown(); // a session of this process does not say that it has ended
    }
}
