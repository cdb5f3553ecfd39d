package io.flowork.dap.shell;

import io.flowork.dap.session.Session;
import java.util.concurrent.CompletableFuture;

/** The requests beyond the protocol, each passed on to who answers it. */
@SuppressWarnings("NullAway") // by the protocol an answer may be null
abstract class FloworkServer implements FloworkRequests {
    /** The answer to what has none. */
    static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    final Debugging debugging;

    FloworkServer(Debugging debugging) {
        this.debugging = debugging;
    }

    static CompletableFuture<Void> done(Runnable action) {
        action.run();
        return DONE;
    }

    static <T> CompletableFuture<T> answer(T value) {
        return CompletableFuture.completedFuture(value);
    }

    @Override
    public CompletableFuture<Void> stepBackInto(OnThread arguments) {
        boolean fine = "instruction".equals(arguments.granularity());
        return done(() -> debugging.step(Session.Way.BACK_INTO, arguments.threadId(), fine));
    }

    @Override
    public CompletableFuture<Void> stepBackOut(OnThread arguments) {
        return done(() -> debugging.step(Session.Way.BACK_OUT, arguments.threadId(), false));
    }

    @Override
    public CompletableFuture<Void> seek(Position arguments) {
        return done(() -> debugging.go(session -> session.seek(arguments.t())));
    }

    @Override
    public CompletableFuture<Steps> timeline(Page arguments) {
        return answer(debugging.looking().timeline(arguments == null ? new Page(null, null) : arguments));
    }

    @Override
    public CompletableFuture<FoundStops> find(Search arguments) {
        return answer(debugging.reasoning().find(arguments));
    }

    @Override
    public CompletableFuture<LastChange> lastWrite(Value arguments) {
        return answer(debugging.reasoning().lastWrite(arguments));
    }

    @Override
    public CompletableFuture<Reasons> provenance(Why arguments) {
        return answer(debugging.reasoning().why(arguments));
    }
}
