package io.flowork.host;

import io.flowork.host.render.LiveView;
import io.flowork.host.terminal.Stopping;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stops a command when the process is told to end, by Ctrl-C (exit code 130) or SIGTERM (143). The process ends when the
 * command has dealt with it; a second signal ends it at once.
 */
final class ProcessStopping implements Stopping {
    private static final Map<String, Integer> EXITS = Map.of("INT", 130, "TERM", 143);

    private final AtomicReference<@Nullable Runnable> action = new AtomicReference<>();
    private boolean hooked;

    @Override
    public synchronized Registration onStop(Runnable stop) {
        action.set(stop);
        if (!hooked) {
            hooked = true;
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        }
        return () -> action.compareAndSet(stop, null);
    }

    private void stop() {
        Runnable stop = action.getAndSet(null);
        if (stop != null) {
            endAtOnceNextTime();
            stop.run();
        }
    }

    /** By reflection, because the one class for signals is not part of the Java platform's API. */
    private static void endAtOnceNextTime() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            for (Map.Entry<String, Integer> each : EXITS.entrySet()) {
                Object halt = Proxy.newProxyInstance(
                        ProcessStopping.class.getClassLoader(),
                        new Class<?>[] {handler},
                        (proxy, method, arguments) -> {
                            System.err.print(
                                    System.getProperty("flowork.terminal", "").contains("2")
                                            ? LiveView.SHOW_CURSOR
                                            : "");
                            Runtime.getRuntime().halt(each.getValue());
                            return null;
                        });
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(each.getKey()), halt);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            System.getLogger(ProcessStopping.class.getName())
                    .log(System.Logger.Level.DEBUG, "a second signal will wait for the first", e);
        }
    }
}
