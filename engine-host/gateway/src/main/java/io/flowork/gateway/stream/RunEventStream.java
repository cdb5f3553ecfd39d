package io.flowork.gateway.stream;

import io.flowork.api.EngineAccess;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineSession;
import io.flowork.api.JournalItem;
import io.flowork.api.Problem;
import io.flowork.api.Problem.Kind;
import io.flowork.api.RunEvent;
import io.flowork.api.SubscribeRequest;
import io.flowork.api.Subscribed;
import io.flowork.gateway.http.Answer;
import io.flowork.gateway.http.Problems;
import io.flowork.gateway.http.Router;
import io.flowork.grammar.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The events of one run as server-sent events. A reader that is slow is waited for: nothing piles up here. */
public final class RunEventStream implements EngineClient, Answer.Body {
    /** The media type. */
    public static final String TYPE = "text/event-stream";

    /** The id of the last event of a run: whoever has seen it has seen all. */
    public static final String LAST_ID = "end";

    private static final int AHEAD = 64;
    private static final int HEARTBEAT_SECONDS = 15;
    private static final int RETRY_MILLIS = 1_000;
    private static final RunEvent WAKE = new RunEvent("", RunEvent.STATUS, null, null, null);
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final Opener opener;
    private final String run;
    private final After after;
    private final Function<Record, JsonObject> json;
    private final BooleanSupplier permitted;
    private final BlockingQueue<RunEvent> events = new ArrayBlockingQueue<>(AHEAD);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;

    /**
     * The entry after which to begin.
     *
     * @param branch its branch; the one the run is on if null
     * @param seq its number; null to begin with the first
     * @param chain its chain, as the client saw it; null if nothing is to be proved
     */
    public record After(
            @Nullable Integer branch,
            @Nullable Long seq,
            @Nullable String chain) {
        private static final Pattern ID = Pattern.compile("(?:([0-9]{1,9})\\.)?([0-9]{1,18})");

        /**
         * The entry of an event's id: its number, with that of its branch in front unless it is 0.
         *
         * @return null if that is no such id
         */
        public static @Nullable After ofId(String id, @Nullable String chain) {
            Matcher matcher = ID.matcher(id);
            if (!matcher.matches()) {
                return null;
            }
            String branch = matcher.group(1);
            return new After(branch == null ? 0 : Integer.parseInt(branch), Long.valueOf(matcher.group(2)), chain);
        }

        private static String id(JournalItem entry) {
            return (entry.branch() == 0 ? "" : entry.branch() + ".") + entry.seq();
        }
    }

    /** Opens streams, and can end them all. */
    public static final class Opener {
        private final EngineAccess engine;
        private final Set<RunEventStream> streams = ConcurrentHashMap.newKeySet();

        /** Opens streams from an engine. */
        public Opener(EngineAccess engine) {
            this.engine = engine;
        }

        /**
         * Answers with the events of a run.
         *
         * @param after where to begin
         * @param json how records are written
         * @param permitted whether the reader still may read; asked now and then
         */
        public Answer open(String run, After after, Function<Record, JsonObject> json, BooleanSupplier permitted) {
            return new Answer.Lasting(new RunEventStream(this, run, after, json, permitted));
        }

        /** Ends all streams; they tell their readers to come again. Returns when they have, or after a moment. */
        public void close() throws InterruptedException {
            List<RunEventStream> all = List.copyOf(streams);
            all.forEach(RunEventStream::close);
            long until = System.nanoTime() + GOODBYE.toNanos();
            for (RunEventStream stream : all) {
                if (!stream.ended.await(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return; // a reader that takes nothing gets no hint
                }
            }
        }
    }

    private RunEventStream(
            Opener opener, String run, After after, Function<Record, JsonObject> json, BooleanSupplier permitted) {
        this.opener = opener;
        this.run = run;
        this.after = after;
        this.json = json;
        this.permitted = permitted;
    }

    @Override
    public void runEvent(RunEvent event) {
        try {
            while (!closed && !events.offer(event, 1, TimeUnit.SECONDS)) {
                Thread.onSpinWait(); // the reader is slow, or gone, which is found out when it is written to
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void close() {
        closed = true;
        events.offer(WAKE); // when there is no room the writer is awake
    }

    @Override
    public void answer(Request request, Response response, Callback callback) {
        if (request.getMethod().equals("HEAD")) { // its answer has an end, or the connection's next request would wait
            begin(response);
            callback.succeeded();
            return;
        }
        opener.streams.add(this);
        try (EngineSession session = opener.engine.open(this)) {
            Subscribed subscribed = session.subscribe(
                            new SubscribeRequest("events", run, after.branch(), after.seq(), after.chain(), null, null))
                    .get();
            if (!subscribed.standing().equals(Subscribed.FOLLOWS)) {
                refuse(Kind.CONFLICT.of(notFollowing(subscribed)), response, callback);
                return;
            }
            begin(response);
            OutputStream out = Content.Sink.asOutputStream(response);
            write(out, "retry: " + RETRY_MILLIS + "\n\n");
            follow(out);
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e); // the reader is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            callback.succeeded();
        } catch (ExecutionException e) {
            refuse(Router.problem(e), response, callback);
        } finally {
            closed = true;
            opener.streams.remove(this);
            ended.countDown();
        }
    }

    private static void begin(Response response) {
        response.setStatus(200);
        response.getHeaders().put("Content-Type", TYPE);
        response.getHeaders().put("Cache-Control", "no-store");
    }

    private String notFollowing(Subscribed subscribed) {
        return subscribed.standing().equals(Subscribed.DIVERGED)
                ? "The run %s has another entry %d: what was read before is not its past. Begin again without 'after'"
                        .formatted(run, after.seq())
                : "What follows entry %d of the run %s was removed".formatted(after.seq(), run);
    }

    private static void refuse(Problem problem, Response response, Callback callback) {
        Answer.Whole answer = Problems.answer(problem);
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    private void follow(OutputStream out) throws IOException, InterruptedException {
        boolean more = true;
        while (more && !closed) {
            RunEvent event = events.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
            if (!permitted.getAsBoolean()) {
                write(out, ": the token was changed; come again with the new one\n\n");
                return;
            }
            if (!closed) {
                write(out, event == null ? ": still there\n\n" : text(event));
                more = event == null || !isLast(event);
            }
        }
        if (closed) {
            write(out, ": the engine is stopping; come again with the id of the last event\n\n");
        }
    }

    private static boolean isLast(RunEvent event) {
        return event.kind().equals(RunEvent.ENDED) || event.kind().equals(RunEvent.FAILED);
    }

    private String text(RunEvent event) {
        StringBuilder text = new StringBuilder();
        JsonObject data;
        if (event.entry() != null) {
            text.append("id: ").append(After.id(event.entry())).append('\n');
            data = json.apply(event.entry());
        } else if (event.run() != null) {
            data = json.apply(event.run());
        } else {
            data = event.problem() == null ? JsonObject.EMPTY : Problems.json(event.problem());
        }
        if (event.kind().equals(RunEvent.ENDED)) {
            text.append("id: ").append(LAST_ID).append('\n');
        }
        return text.append("event: ")
                .append(event.kind())
                .append("\ndata: ")
                .append(data)
                .append("\n\n")
                .toString();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
