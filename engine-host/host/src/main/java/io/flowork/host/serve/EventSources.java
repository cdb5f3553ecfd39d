package io.flowork.host.serve;

import io.flowork.api.EngineAccess;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineSession;
import io.flowork.api.PublishRequest;
import io.flowork.functions.plugin.Plugins;
import io.flowork.functions.plugin.Plugins.Provided;
import io.flowork.functions.spi.EventSource;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.host.exit.CommandException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The sources of events that plug-ins add. Each has a thread; one that fails is started again, later each time. */
public final class EventSources implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EventSources.class.getName());
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final EngineSession session;
    private final Pause pause;
    private final List<Thread> threads = new ArrayList<>();

    /** How a failed source waits before it is started again. */
    @FunctionalInterface
    interface Pause {
        /** Waits. */
        void pause(Duration duration) throws InterruptedException;
    }

    private EventSources(EngineSession session, Pause pause) {
        this.session = session;
        this.pause = pause;
    }

    /**
     * Checks what is set for sources, before anything is started.
     *
     * @param settings what is set for plug-ins, by their names
     * @throws CommandException if something is set for a source that there is not
     */
    static void check(Plugins plugins, Map<String, Map<String, String>> settings) {
        if (settings.isEmpty()) {
            return;
        }
        Set<String> names = named(plugins).keySet();
        for (String name : settings.keySet()) {
            if (!names.contains(name)) {
                throw CommandException.usage("[plugins.%s] is set, but no plug-in has an event source '%s'%s"
                        .formatted(name, name, names.isEmpty() ? "" : "; there are " + String.join(", ", names)));
            }
        }
    }

    /**
     * Starts all sources there are.
     *
     * @param settings what is set for plug-ins, by their names
     */
    public static EventSources start(Plugins plugins, Map<String, Map<String, String>> settings, EngineAccess engine) {
        return start(named(plugins), settings, engine, Thread::sleep);
    }

    /** The sources of plug-ins by their names. */
    public static Map<String, Provided<EventSource>> named(Plugins plugins) {
        return plugins.named(EventSource.class, "event source", EventSource::name, Set.of());
    }

    static EventSources start(
            Map<String, Provided<EventSource>> sources,
            Map<String, Map<String, String>> settings,
            EngineAccess engine,
            Pause pause) {
        EventSources all = new EventSources(engine.open(EngineClient.NONE), pause);
        sources.forEach((name, source) -> {
            Thread thread = Thread.ofVirtual().name("source-" + name).unstarted(() -> all.keep(name, source, settings));
            thread.setContextClassLoader(source.loader());
            all.threads.add(thread);
            thread.start();
        });
        return all;
    }

    private void keep(String name, Provided<EventSource> source, Map<String, Map<String, String>> settings) {
        Context context = new Context(settings.getOrDefault(name, Map.of()));
        Duration next = FIRST;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long before = context.given.get();
                Throwable failure = listen(source.service(), context);
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                next = context.given.get() > before ? FIRST : next;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The event source " + name + (failure == null ? " has ended by itself" : " failed")
                                + "; it is started again in " + next.toSeconds() + " s",
                        failure);
                pause.pause(next);
                next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives why it failed; null if it has ended by itself. */
    private static @Nullable Throwable listen(EventSource source, Context context) throws InterruptedException {
        try {
            source.listen(context);
            return null;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | LinkageError | StackOverflowError e) {
            return e;
        }
    }

    private final class Context implements EventSource.Context {
        private final Map<String, String> settings;
        private final AtomicLong given = new AtomicLong();

        Context(Map<String, String> settings) {
            this.settings = Map.copyOf(settings);
        }

        @Override
        public Map<String, String> settings() {
            return settings;
        }

        @Override
        public void give(JsonObject event) throws InterruptedException {
            for (String attribute : List.of("id", "source", "type")) {
                if (!(event.get(attribute) instanceof JsonString text)
                        || text.value().isEmpty()) {
                    throw new IllegalArgumentException("no CloudEvent: '" + attribute + "' must be a text");
                }
            }
            JsonObject whole = event.has("specversion") ? event : event.with("specversion", JsonString.of("1.0"));
            if (!(whole.get("specversion") instanceof JsonString version)
                    || !version.value().equals("1.0")) {
                throw new IllegalArgumentException("no CloudEvent of version 1.0: " + whole.get("specversion"));
            }
            try {
                session.publish(new PublishRequest(List.of(whole))).get();
                given.incrementAndGet();
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new IllegalStateException("the event was not accepted: " + cause.getMessage(), cause);
            }
        }
    }

    /** Stops all sources, and waits a little for them. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        long until = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (Thread thread : threads) {
                long left = until - System.nanoTime();
                if (left <= 0 || !thread.join(Duration.ofNanos(left))) {
                    LOG.log(System.Logger.Level.WARNING, "The thread " + thread.getName() + " did not stop in time");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.clear();
        session.close();
    }
}
