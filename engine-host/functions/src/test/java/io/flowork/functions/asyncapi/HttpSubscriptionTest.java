package io.flowork.functions.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.testkit.Calls;
import io.flowork.functions.testkit.HttpStub;
import io.flowork.functions.testkit.HttpStub.Answer;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that come as answers to GET, from real sockets. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpSubscriptionTest {
    private static final String DOCUMENT = """
            asyncapi: 3.0.0
            servers: {web: {host: '127.0.0.1:{port}', protocol: http, variables: {port: {default: '1'}}}}
            channels: {rooms: {address: 'rooms/{room}', parameters: {room: {}}}}
            operations:
              hear:
                action: receive
                channel: {$ref: '#/channels/rooms'}
                bindings:
                  http:
                    method: GET
                    query: {type: object, required: [since], properties: {since: {}, kind: {default: all}, unset: {}}}
            """;
    private static final HttpSettings SMALL = new HttpSettings(Map.of(), 1000, Duration.ofSeconds(5));
    private static final Pace QUICK = new Pace(Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(20));
    private static final String SSE = "text/event-stream";

    private final AsyncApiFunction asyncapi = new AsyncApiFunction(new HttpCaller(SMALL), SMALL, QUICK);
    private final BlockingQueue<Object> ends = new LinkedBlockingQueue<>();
    private Inbox inbox = new Inbox();

    private Thread subscribe(int port) {
        JsonObject arguments = Calls.object(
                        "{'operation': 'hear', 'server': {'name': 'web', 'variables': {'port': %d, 'room': 'a', 'since': 3}},"
                                        .formatted(port)
                                        .replace('\'', '"')
                                + "\"authentication\": {\"bearer\": {\"token\": \"token-1\"}}}")
                .with("document", JsonObject.of("uri", JsonString.of("x.yaml"), "content", JsonString.of(DOCUMENT)));
        Inbox to = inbox;
        return Thread.ofVirtual().start(() -> {
            try {
                ends.add(asyncapi.call(new FunctionCall(Calls.KEY, arguments, to)));
            } catch (FunctionException e) {
                ends.add(String.valueOf(e.error().detail()));
            } catch (InterruptedException e) {
                ends.add("interrupted");
            }
        });
    }

    private Object end() throws InterruptedException {
        return ends.poll(20, TimeUnit.SECONDS);
    }

    private void expect(String... messages) throws InterruptedException {
        for (String message : messages) {
            assertThat(inbox.taken()).isEqualTo(Calls.object(message.replace('\'', '"')));
        }
    }

    @Test
    void eventsAreMessagesAndTheStreamGoesOnAfterTheLastOne() throws Exception {
        String first =
                ": hello\n\nretry: 100\nid: 7\nevent: order\ndata: {\"n\": 1}\n\ndata: two\r\ndata: lines\r\n\r\n"
                        + "id: 8\n\nid: 9\ndata: cut";
        try (StreamPeer peer = new StreamPeer(List.of(
                StreamPeer.stream(SSE, first),
                "HTTP/1.1 503 Later\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                StreamPeer.stream(SSE + ";charset=utf-8", "\ufeffdata: 3\n\n"),
                "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"))) {
            subscribe(peer.port());
            expect(
                    "{'payload': {'n': 1}, 'headers': {'id': '7', 'event': 'order'}}",
                    "{'payload': 'two\\nlines', 'headers': {'id': '7'}}",
                    "{'payload': 3, 'headers': {'id': '8'}}");
            assertThat(end()).isEqualTo(JsonNull.NULL);
            assertThat(peer.seen.take())
                    .startsWith("GET /rooms/a?since=3&kind=all HTTP/1.1")
                    .contains("Accept: text/event-stream")
                    .contains("Authorization: Bearer token-1")
                    .doesNotContain("Last-Event-ID");
            assertThat(peer.seen.take()).contains("Last-Event-ID: 8\r\n");
            assertThat(peer.seen.take()).contains("Last-Event-ID: 8\r\n");
            assertThat(inbox.messages()).isEmpty();
        }
    }

    @Test
    void aCallThatIsMadeAgainGoesOnAfterTheLastMessageOfItsRun() throws Exception {
        inbox = new Inbox(new LinkedBlockingQueue<>(), Calls.object("{\"payload\": 1, \"headers\": {\"id\": \"41\"}}"));
        try (StreamPeer peer =
                new StreamPeer(List.of(StreamPeer.stream(SSE, "id: 42\ndata: 2\n\n"), "HTTP/1.1 204 -\r\n\r\n"))) {
            subscribe(peer.port());
            expect("{'payload': 2, 'headers': {'id': '42'}}");
            assertThat(end()).isEqualTo(JsonNull.NULL);
            assertThat(peer.seen.take()).contains("Last-Event-ID: 41\r\n");
        }
    }

    @Test
    void cancellingClosesTheConnection() throws Exception {
        try (StreamPeer peer = new StreamPeer(List.of(StreamPeer.stream(SSE, "data: 1\n\n") + StreamPeer.STAYS))) {
            Thread call = subscribe(peer.port());
            expect("{'payload': 1, 'headers': {}}");
            call.interrupt();
            assertThat(end()).isEqualTo("interrupted");
            assertThat(peer.seen.take()).startsWith("GET");
            assertThat(peer.seen.poll(5, TimeUnit.SECONDS)).isEqualTo("closed");
        }
    }

    @Test
    void valuesInLinesAreMessagesAsTheyComeUntilTheBodyEnds() throws Exception {
        try (StreamPeer peer = new StreamPeer(
                List.of(StreamPeer.stream("application/x-ndjson", "{\"n\":1}\n\n[2]\r\n") + StreamPeer.STAYS))) {
            Thread call = subscribe(peer.port());
            expect("{'payload': {'n': 1}, 'headers': {}}", "{'payload': [2], 'headers': {}}");
            call.interrupt();
            assertThat(end()).isEqualTo("interrupted");
        }
        try (StreamPeer peer = new StreamPeer(List.of(StreamPeer.stream("application/x-ndjson", "1\n2")))) {
            subscribe(peer.port());
            expect("{'payload': 1, 'headers': {}}", "{'payload': 2, 'headers': {}}");
            assertThat(end()).isEqualTo(JsonNull.NULL);
        }
    }

    @Test
    void valuesOfATextSequenceAreMessagesAsTheyCome() throws Exception {
        String body = "\u001e{\"n\":\n\"\\\"}\"}\n\u001e[1]\n\u001e5\n";
        try (StreamPeer peer =
                new StreamPeer(List.of(StreamPeer.stream("application/json-seq", body) + StreamPeer.STAYS))) {
            Thread call = subscribe(peer.port());
            assertThat(inbox.taken().get("payload")).isEqualTo(JsonObject.of("n", JsonString.of("\"}")));
            expect("{'payload': [1], 'headers': {}}", "{'payload': 5, 'headers': {}}");
            call.interrupt();
            assertThat(end()).isEqualTo("interrupted");
        }
    }

    @Test
    void otherAnswersAreAskedForAgainAndCountWhenTheyChange() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (HttpStub stub = new HttpStub()) {
            stub.on("/rooms", request -> switch (asked.getAndIncrement()) {
                case 0, 1 -> Answer.json("{\"n\":1}").with("X-Kind", "k");
                case 2 -> Answer.status(204);
                case 3 -> Answer.json("{\"n\":2}").with("ETag", "\"t\"");
                case 4 -> Answer.status(304);
                case 5 -> Answer.status(503);
                default -> Answer.json("{\"n\":3}").with("ETag", "\"u\"");
            });
            Thread call = subscribe(stub.base().getPort());
            JsonObject first = inbox.taken();
            assertThat(first.get("payload")).isEqualTo(Calls.object("{\"n\":1}"));
            assertThat(((JsonObject) first.get("headers")).get("X-Kind")).isEqualTo(JsonString.of("k"));
            assertThat(inbox.taken().get("payload")).isEqualTo(Calls.object("{\"n\":2}"));
            assertThat(inbox.taken().get("payload")).isEqualTo(Calls.object("{\"n\":3}"));
            call.interrupt();
            assertThat(end()).isEqualTo("interrupted");
            assertThat(inbox.messages()).isEmpty();
            assertThat(stub.asked().get(3).header("If-None-Match")).isNull();
            assertThat(stub.asked().get(4).header("If-None-Match")).isEqualTo("\"t\"");
            assertThat(stub.asked().get(6).header("If-None-Match")).isEqualTo("\"t\"");
        }
    }

    @Test
    void whatCannotGoOnIsSaid() throws Exception {
        assertThat(ending("HTTP/1.1 404 -\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
                .contains("status 404");
        assertThat(ending(StreamPeer.stream(SSE, "data: " + "x".repeat(1100)) + StreamPeer.STAYS))
                .contains("larger than 1000 bytes");
        assertThat(ending(StreamPeer.stream(SSE, "data: 1\n\n"), StreamPeer.stream("text/html", "<p>down</p>")))
                .contains("sent events before")
                .contains("text/html");
        assertThat(ending("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: 90\r\n\r\n1\n"))
                .contains("broke off its answer");
        assertThat(ending(StreamPeer.stream(SSE, "data: 1\n\n"))) // then nothing answers, as often as it is tried
                .contains("nothing answers");
    }

    private String ending(String... answers) throws IOException, InterruptedException {
        try (StreamPeer peer = new StreamPeer(List.of(answers))) {
            subscribe(peer.port());
            return String.valueOf(end());
        }
    }
}
