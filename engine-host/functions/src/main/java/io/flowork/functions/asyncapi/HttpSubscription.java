package io.flowork.functions.asyncapi;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.http.HeaderField;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpRequestSpec;
import io.flowork.functions.http.MediaType;
import io.flowork.functions.http.Output;
import io.flowork.functions.http.WireReply;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are answers to GET. A stream of server-sent events is asked for again after its last one, as browsers do
 * (HTML, "Server-sent events"); a stream of JSON values ends with its body; any other answer is one message, and asked for
 * again after a while.
 */
final class HttpSubscription {
    private static final String ACCEPT =
            "text/event-stream, application/x-ndjson, application/json-seq," + " application/json;q=0.9, */*;q=0.8";

    /** What a server answers that may be well in a moment. */
    private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);

    private final HttpMessages http;
    private final URI uri;
    private final Transport.Inbox inbox;
    private Pace pace;
    private String lastEvent;
    private @Nullable String tag;
    private byte @Nullable [] last;
    private boolean answered;
    private boolean events;

    HttpSubscription(HttpMessages http, URI uri, Transport.Inbox inbox) {
        this.http = http;
        this.uri = uri;
        this.inbox = inbox;
        this.pace = http.pace();
        JsonObject message = http.call().context().lastMessage();
        this.lastEvent = message != null
                        && message.get("headers") instanceof JsonObject headers
                        && headers.get("id") instanceof JsonString id
                ? id.value()
                : "";
    }

    /** Receives until there are no more messages. */
    void receive() throws FunctionException, InterruptedException {
        Duration pause = Duration.ZERO;
        int failures = 0;
        while (pause != null) {
            Thread.sleep(pause);
            HttpCaller.Response response = null;
            try {
                response = http.caller().open(request(), http.call().key(), http.secrets());
                failures = 0;
            } catch (FunctionException e) {
                failures++;
                if (!answered || failures >= Pace.ATTEMPTS || !passes(e.error())) {
                    throw e;
                }
                pause = pace.afterFailures(failures);
            }
            if (response != null) {
                answered = true;
                pause = take(response.reply());
            }
        }
    }

    /** Whether a failure may be over in a moment: the server does not answer, or cannot for now. */
    private static boolean passes(WorkflowError error) {
        return error.type().equals(Kind.COMMUNICATION.uri()) && PASSING.contains(error.status());
    }

    private HttpRequestSpec request() {
        List<HeaderField> headers = new ArrayList<>();
        headers.add(new HeaderField("Accept", ACCEPT));
        headers.add(new HeaderField("Accept-Encoding", "identity"));
        headers.add(new HeaderField("Cache-Control", "no-cache"));
        if (!lastEvent.isEmpty()) {
            headers.add(new HeaderField("Last-Event-ID", lastEvent));
        }
        if (tag != null) {
            headers.add(new HeaderField("If-None-Match", tag));
        }
        return new HttpRequestSpec("get", uri, headers, null, http.authentication(), Output.RAW, true);
    }

    /** Takes the messages of an answer; gives how long to wait before the next question, or null if there is to be none. */
    private @Nullable Duration take(WireReply reply) throws FunctionException, InterruptedException {
        try (InputStream body = reply.stream()) {
            if (reply.status() == 204 || body == null) { // nothing: for good if it was a stream of events
                return events ? null : pace.poll();
            }
            MediaType type = MediaType.parse(reply.header("Content-Type"));
            Framing framing = Framing.of(type, headers(reply), lastEvent);
            if (events && !(framing instanceof Framing.Events)) {
                throw Failures.communication(
                        who() + " sent events before, and now content of the type '" + type.essence() + "'.");
            }
            return switch (framing) {
                case Framing.Events stream -> {
                    events = true;
                    try {
                        read(body, framing);
                    } catch (IOException e) {
                        ifInterrupted(e);
                    }
                    pace = pace.withRetry(stream.retry());
                    yield pace.retry();
                }
                case Framing.Lines _, Framing.Sequence _ -> {
                    read(body, framing);
                    framing.end().forEach(inbox::take);
                    yield null;
                }
                case Framing.Whole whole -> {
                    read(body, framing);
                    take(reply.header("ETag"), whole);
                    yield pace.poll();
                }
            };
        } catch (IOException e) {
            ifInterrupted(e);
            throw Failures.communication(who() + " broke off its answer.");
        }
    }

    private void read(InputStream body, Framing framing) throws IOException, FunctionException, InterruptedException {
        byte[] buffer = new byte[16 << 10];
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            for (Message message : framing.read(Arrays.copyOf(buffer, n))) {
                inbox.take(message);
            }
            if (framing instanceof Framing.Events stream) {
                lastEvent = stream.lastId();
            }
            if (framing.held() > http.settings().maxResponseBytes()) {
                throw Failures.communication(who() + " sent a message that is larger than "
                        + http.settings().maxResponseBytes() + " bytes.");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** An answer is a message unless it is the one before once more. */
    private void take(@Nullable String now, Framing.Whole answer) {
        byte[] bytes = answer.bytes();
        boolean same = now == null ? Arrays.equals(bytes, last) : now.equals(tag);
        tag = now;
        last = now == null ? bytes : null;
        if (!same) {
            answer.end().forEach(inbox::take);
        }
    }

    private static void ifInterrupted(IOException failure) throws InterruptedException {
        if (Thread.interrupted() || failure instanceof InterruptedIOException) {
            throw new InterruptedException();
        }
    }

    private String who() {
        return "GET " + http.secrets().masking().text(uri.toString());
    }

    private static JsonObject headers(WireReply reply) {
        JsonObject.Builder headers = new JsonObject.Builder();
        reply.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        return headers.build();
    }
}
