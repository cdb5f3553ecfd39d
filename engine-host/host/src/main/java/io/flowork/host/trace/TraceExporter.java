package io.flowork.host.trace;

import io.flowork.core.machine.Status;
import io.flowork.host.exit.CommandException;
import io.flowork.host.recorded.RecordedRun;
import io.flowork.runtime.Programs;
import io.flowork.runtime.RunObserver;
import io.flowork.runtime.Secrets;
import io.flowork.runtime.UnusableWorkflowException;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends ended runs as traces to a collector: folds their journals again on a thread of its own, so a run costs nothing more
 * while it is at work. What cannot be sent is dropped and counted; nothing ever waits for it.
 */
public final class TraceExporter implements RunObserver, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TraceExporter.class.getName());
    private static final String PATH = "/v1/traces";
    private static final int QUEUE = 10_000;
    private static final int BATCH = 512;
    private static final int TRIES = 3;
    private static final long LINGER_MILLIS = 500;
    private static final long WARN_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final URI endpoint;
    private final Map<String, String> headers;
    private final String version;
    private final Store store;
    private final Programs programs;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final BlockingQueue<String> ended = new ArrayBlockingQueue<>(QUEUE);
    private final List<Span> batch = new ArrayList<>();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;
    private long warned = System.nanoTime() - WARN_EVERY_NANOS;

    /**
     * Sends to a collector, from now on.
     *
     * @param collector where to
     * @param secrets where the values of its headers come from; asked now, not again
     * @param version this product's version
     * @param store where runs are recorded
     * @param programs what their programs are
     * @throws CommandException if a header cannot be had
     */
    public TraceExporter(Collector collector, Secrets secrets, String version, Store store, Programs programs) {
        this.endpoint = target(collector.endpoint());
        this.headers = collector.resolved(secrets);
        this.version = version;
        this.store = store;
        this.programs = programs;
        this.thread = Thread.ofPlatform().name("flowork-traces").daemon().start(this::run);
    }

    private static URI target(URI endpoint) {
        String text = endpoint.toString();
        return text.endsWith(PATH) ? endpoint : URI.create(text.replaceFirst("/+$", "") + PATH);
    }

    @Override
    public void committed(String run, long entries, long steps) {}

    @Override
    public void gone(String run, @Nullable Status status) {
        if (status != null && !ended.offer(run)) {
            dropped.incrementAndGet();
        }
    }

    /** How many spans have reached the collector. */
    public long sent() {
        return sent.get();
    }

    /** How many runs, or batches of spans, were given up. */
    public long dropped() {
        return dropped.get();
    }

    private void run() {
        while (!closed || !ended.isEmpty()) {
            try {
                String next = ended.poll(LINGER_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    fold(next);
                }
                if (batch.size() >= BATCH || (next == null && !batch.isEmpty())) {
                    send();
                }
            } catch (InterruptedException e) {
                break; // only close() does that, when its patience is over
            } catch (StoreException | UnusableWorkflowException e) {
                give("A run cannot be exported: " + e.getMessage());
            } catch (RuntimeException e) { // a bug of ours must not end the export of other runs
                dropped.incrementAndGet();
                LOG.log(System.Logger.Level.ERROR, "A run cannot be exported", e);
            }
        }
    }

    private void fold(String id) throws InterruptedException {
        RunRecord record = store.run(id).orElse(null);
        if (record == null) {
            return; // removed meanwhile
        }
        RunSpans spans = new RunSpans(record, batch::add);
        new RecordedRun(store, record).replay(programs.load(record.program()).program(), spans);
        spans.close();
        while (batch.size() >= 2 * BATCH) {
            send();
        }
    }

    /** Sends what there is, at most one batch. */
    private void send() throws InterruptedException {
        List<Span> part = batch.subList(0, Math.min(BATCH, batch.size()));
        byte[] body = OtlpJson.request(part, version).toString().getBytes(StandardCharsets.UTF_8);
        int count = part.size();
        part.clear();
        String problem = "";
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                int status = post(body);
                if (status / 100 == 2) {
                    sent.addAndGet(count);
                    return;
                }
                problem = "it answers " + status;
                if (status != 429 && status < 502) {
                    break; // it would say the same again
                }
            } catch (IOException e) {
                problem = e.getClass().getSimpleName();
            }
            if (attempt < TRIES && !closed) {
                TimeUnit.SECONDS.sleep(attempt);
            }
        }
        give("%d spans were dropped: %s cannot take them (%s)".formatted(count, endpoint, problem));
    }

    private int post(byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private void give(String why) {
        dropped.incrementAndGet();
        if (System.nanoTime() - warned >= WARN_EVERY_NANOS) {
            warned = System.nanoTime();
            LOG.log(System.Logger.Level.WARNING, why + "; dropped so far: " + dropped.get());
        }
    }

    /** Sends what is there, if that takes no long. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!thread.join(FAREWELL)) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.shutdownNow();
    }
}
