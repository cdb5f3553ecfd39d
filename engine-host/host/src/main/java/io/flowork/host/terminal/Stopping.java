package io.flowork.host.terminal;

/** How a command learns that somebody wants it to stop, as by Ctrl-C. */
@FunctionalInterface
public interface Stopping {
    /** Nobody ever wants it to. */
    Stopping NEVER = action -> () -> {};

    /**
     * Says what to do when the command is to stop.
     *
     * @param action called at most once, on another thread; when it returns the process may end
     * @return forgets the action again
     */
    Registration onStop(Runnable action);

    /** An action that is remembered until this is closed. */
    @FunctionalInterface
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
