package io.flowork.host.serve;

import io.flowork.host.terminal.Surroundings;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** systemd, when it has started this process as a service of type {@code notify} and wants to know how it is. */
final class Supervisor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Supervisor.class.getName());

    private final @Nullable String socket;
    private final @Nullable Duration watchdog;
    private @Nullable ScheduledExecutorService watching;
    private boolean stopping;

    /** The one that the variables of the process name, if there is any. */
    Supervisor(Surroundings surroundings) {
        this.socket = surroundings.variable("NOTIFY_SOCKET");
        this.watchdog = watchdog(surroundings);
    }

    private static @Nullable Duration watchdog(Surroundings surroundings) {
        String micros = surroundings.variable("WATCHDOG_USEC");
        String process = surroundings.variable("WATCHDOG_PID");
        boolean ours = process == null
                || process.equals(Long.toString(ProcessHandle.current().pid()));
        return micros != null && ours && micros.matches("[0-9]{4,15}")
                ? Duration.ofNanos(1_000 * Long.parseLong(micros))
                : null;
    }

    /**
     * It works now, and says so again and again if that is wanted.
     *
     * @param status what it does, in words
     * @param well whether it still works; may take a while
     */
    synchronized void ready(String status, BooleanSupplier well) {
        tell("READY=1\nSTATUS=" + status);
        Duration every = watchdog;
        if (socket != null && every != null) {
            watching = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("flowork-watchdog").daemon().factory());
            long millis = Math.max(1, every.toMillis() / 3);
            var _ = watching.scheduleWithFixedDelay(() -> look(well), millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void look(BooleanSupplier well) {
        try {
            if (well.getAsBoolean()) {
                tell("WATCHDOG=1");
            }
        } catch (RuntimeException e) { // whether it goes on so is for the supervisor to judge
            LOG.log(System.Logger.Level.ERROR, "The engine does not answer", e);
        }
    }

    /** It is about to end. */
    synchronized void stopping() {
        if (!stopping) {
            stopping = true;
            tell("STOPPING=1\nSTATUS=stopping: calls at work may come to their end");
        }
    }

    private void tell(String message) {
        if (socket == null) {
            return;
        }
        try {
            SystemdSocket.send(socket, message);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "systemd could not be told how this process is: " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        if (watching != null) {
            watching.shutdownNow();
        }
    }
}
