package io.flowork.dap.shell;

import io.flowork.dap.session.Halt;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.eclipse.lsp4j.debug.Breakpoint;
import org.eclipse.lsp4j.debug.BreakpointEventArguments;
import org.eclipse.lsp4j.debug.BreakpointEventArgumentsReason;
import org.eclipse.lsp4j.debug.Capabilities;
import org.eclipse.lsp4j.debug.CapabilitiesEventArguments;
import org.eclipse.lsp4j.debug.OutputEventArguments;
import org.eclipse.lsp4j.debug.OutputEventArgumentsCategory;
import org.eclipse.lsp4j.debug.ProgressEndEventArguments;
import org.eclipse.lsp4j.debug.ProgressStartEventArguments;
import org.eclipse.lsp4j.debug.ProgressUpdateEventArguments;
import org.eclipse.lsp4j.debug.StoppedEventArguments;
import org.eclipse.lsp4j.debug.TerminatedEventArguments;
import org.eclipse.lsp4j.debug.services.IDebugProtocolClient;
import org.jspecify.annotations.Nullable;

/** What is said to the client without being asked. */
final class Client {
    private static final long SHOWN_AFTER_NANOS = 300_000_000;
    private static final long EVERY_NANOS = 250_000_000;

    private final Supplier<@Nullable IDebugProtocolClient> client;
    private boolean showsProgress;
    private int progress;

    /** The progress that is shown, if one is. */
    private volatile @Nullable String shown;

    /**
     * A client.
     *
     * @param client it, once it can be spoken to
     */
    Client(Supplier<@Nullable IDebugProtocolClient> client) {
        this.client = client;
    }

    private IDebugProtocolClient client() {
        return Objects.requireNonNull(client.get(), "the client cannot be spoken to before it is connected");
    }

    void showsProgress(boolean it) {
        showsProgress = it;
    }

    void initialized() {
        client().initialized();
    }

    void capabilities(Capabilities capabilities) {
        CapabilitiesEventArguments event = new CapabilitiesEventArguments();
        event.setCapabilities(capabilities);
        client().capabilities(event);
    }

    void terminated() {
        client().terminated(new TerminatedEventArguments());
    }

    void output(String line) {
        OutputEventArguments event = new OutputEventArguments();
        event.setCategory(OutputEventArgumentsCategory.CONSOLE);
        event.setOutput(line + "\n");
        client().output(event);
    }

    /** Tells that breakpoints are bound otherwise than was answered. */
    void changed(List<Breakpoint> breakpoints) {
        for (Breakpoint breakpoint : breakpoints) {
            BreakpointEventArguments event = new BreakpointEventArguments();
            event.setReason(BreakpointEventArgumentsReason.CHANGED);
            event.setBreakpoint(breakpoint);
            client().breakpoint(event);
        }
    }

    /** Tells where the session stands, and on which of its threads. */
    void stopped(Halt halt, int thread) {
        StoppedEventArguments event = new StoppedEventArguments();
        event.setReason(halt.reason().word());
        event.setThreadId(Convert.threadToClient(thread));
        event.setAllThreadsStopped(true);
        event.setDescription(halt.description());
        event.setText(halt.error() == null ? halt.description() : halt.error());
        if (!halt.breakpoints().isEmpty()) {
            event.setHitBreakpointIds(halt.breakpoints().toArray(Integer[]::new));
        }
        client().stopped(event);
    }

    /** Whether a progress is the one that is shown. */
    boolean shows(@Nullable String id) {
        String now = shown;
        return now != null && now.equals(id);
    }

    /** Shows how a way through the run goes on, from the moment at which it takes long. */
    final class Progress implements LongConsumer, AutoCloseable {
        private final String title;
        private final long from;
        private final long to;
        private long last = System.nanoTime() + SHOWN_AFTER_NANOS - EVERY_NANOS;
        private @Nullable String id;

        /**
         * A progress that is not shown yet.
         *
         * @param from the number of the step that it begins at
         * @param to the number of the step that it ends at
         */
        Progress(String title, long from, long to) {
            this.title = title;
            this.from = from;
            this.to = to;
        }

        @Override
        public void accept(long t) {
            long now = System.nanoTime();
            if (!showsProgress || now - last < EVERY_NANOS) {
                return;
            }
            last = now;
            double percentage = to == from ? 0 : Math.clamp(100.0 * (t - from) / (to - from), 0, 100);
            if (id == null) {
                String begun = "way-" + ++progress;
                id = begun;
                shown = begun;
                ProgressStartEventArguments start = new ProgressStartEventArguments();
                start.setProgressId(begun);
                start.setTitle(title);
                start.setCancellable(true);
                start.setPercentage(percentage);
                client().progressStart(start);
            } else {
                ProgressUpdateEventArguments update = new ProgressUpdateEventArguments();
                update.setProgressId(id);
                update.setMessage("step " + t);
                update.setPercentage(percentage);
                client().progressUpdate(update);
            }
        }

        @Override
        public void close() {
            shown = null;
            if (id != null) {
                ProgressEndEventArguments end = new ProgressEndEventArguments();
                end.setProgressId(id);
                client().progressEnd(end);
            }
        }
    }
}
