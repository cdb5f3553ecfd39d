package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.api.EngineClient;
import io.flowork.api.EngineSession;
import io.flowork.api.Problem;
import io.flowork.api.RunEvent;
import io.flowork.api.remote.Backoff;
import io.flowork.api.remote.EngineLink;
import io.flowork.api.remote.WebSocketAccess;
import io.flowork.api.rpc.RpcServer;
import io.flowork.gateway.Gateway;
import io.flowork.gateway.GatewaySettings;
import io.flowork.gateway.stream.FramedProtocol;
import io.flowork.gateway.stream.TextSocketRoute;
import io.flowork.gateway.stream.TextSockets;
import io.flowork.host.serve.ServeOptions.Parts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway does with WebSockets, whatever is spoken over them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatewaySocketsTest {
    /** Held here, because the JDK forgets a logger that nobody holds, and its level with it. */
    private static final Logger LIBRARIES = Logger.getLogger("org.eclipse");

    static {
        LIBRARIES.setLevel(Level.WARNING);
    }

    private static final String TOKEN = "secret";
    private static final int LARGEST = 100_000;

    @TempDir
    Path folder;

    private StartedHost core;
    private Gateway gateway;
    private final AtomicReference<String> token = new AtomicReference<>(TOKEN);
    private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() throws IOException {
        core = StartedHost.of(StartedHost.options(folder, 0, Parts.CORE));
        GatewaySettings settings = GatewaySettings.of("127.0.0.1", 0, token::get, "the test", "test")
                .limitedTo(LARGEST, 100)
                .askingEvery(Duration.ofMillis(100));
        FramedProtocol framed = new FramedProtocol("framed", (in, out) -> {
            RpcServer.serve(CoreSocket.to(folder), in, out);
            ended.add("framed");
        });
        gateway = Gateway.start(
                settings,
                CoreSocket.to(folder),
                List.of(new TextSocketRoute("/v1/framed", "openFramed", "A protocol with frames.", framed)));
    }

    @AfterEach
    void close() {
        gateway.close();
        core.host().stop();
    }

    /** A client that keeps what it is told. */
    private static final class Client implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.add(status);
            return null;
        }
    }

    private WebSocket connect(HttpClient http, String path, Client client) {
        return http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + TOKEN)
                .buildAsync(URI.create("ws://127.0.0.1:" + gateway.port() + path), client)
                .join();
    }

    /** A question that has a short answer. */
    private static String question(int id, String namespace) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"workflow/list\",\"params\":{\"namespace\":\"%s\"}}"
                .formatted(id, namespace);
    }

    @Test
    void whatIsServedOverStreamsIsServedOverWebSockets() throws InterruptedException {
        Client client = new Client();
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket socket = connect(http, "/v1/framed", client);
            for (int i = 0; i < 50; i++) {
                socket.sendText(question(i, "ü€😀".repeat(i * 100)), true).join();
                assertThat(client.messages.take())
                        .startsWith("{")
                        .contains("\"id\":" + i)
                        .contains("\"workflows\":[]");
            }
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            assertThat(ended.take()).isEqualTo("framed");
        }
    }

    @Test
    void aMessageThatIsTooLargeEndsItsSessionOnly() throws InterruptedException {
        Client client = new Client();
        Client other = new Client();
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket beside = connect(http, "/v1/framed", other);
            WebSocket socket = connect(http, "/v1/framed", client);
            var _ = socket.sendText(question(1, "x".repeat(LARGEST)), true).handle((sent, failure) -> failure);
            assertThat(client.closed.take()).isEqualTo(1009);
            assertThat(ended.take()).isEqualTo("framed");
            beside.sendText(question(2, "x"), true).join();
            assertThat(other.messages.take()).contains("workflows");
            beside.abort();
        }
    }

    @Test
    void aClientThatAnswersStays() throws Exception {
        Client client = new Client();
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket socket = connect(http, "/v1/framed", client);
            Socket silent = silent();
            assertThat(ended.take()).as("the one that does not answer").isEqualTo("framed");
            assertThat(silent.getInputStream().readAllBytes()).isNotEmpty();
            silent.close();
            socket.sendText(question(1, "x"), true).join();
            assertThat(client.messages.take()).contains("workflows");
            socket.abort();
        }
        WebSocketAccess access = new WebSocketAccess(URI.create("http://127.0.0.1:" + gateway.port()), () -> TOKEN);
        try (EngineSession session = access.open(EngineClient.NONE)) {
            assertThat(session.info().join().name()).isEqualTo("flowork");
        }
    }

    @Test
    void whoKnowsTheOldTokenOnlyIsSentAway() throws Exception {
        Client silent = new Client();
        Client asking = new Client();
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket quiet = connect(http, "/v1/framed", silent);
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            WebSocketAccess access = new WebSocketAccess(URI.create("http://127.0.0.1:" + gateway.port()), () -> TOKEN);
            try (EngineLink link = EngineLink.open(access, new Follower(told), new Backoff(new Random(1)))) {
                assertThat(told.take()).isEqualTo("up");
                token.set("another");
                assertThat(silent.closed.take()).isEqualTo(TextSockets.REVOKED);
                assertThat(ended.take()).isEqualTo("framed");
                assertThat(told.take()).isEqualTo("down");
                assertThat(told.take()).as("it does not try for ever").isEqualTo("down for good");
                assertThat(link.session()).isNull();
            }
            quiet.abort();
            token.set(TOKEN);
            WebSocket socket = connect(http, "/v1/framed", asking);
            token.set("another");
            socket.sendText(question(1, "x"), true).join();
            assertThat(asking.closed.take()).isEqualTo(TextSockets.REVOKED);
            assertThat(asking.messages).as("what was asked after that").isEmpty();
        }
    }

    /** Keeps how a link is. */
    private record Follower(BlockingQueue<String> told) implements EngineLink.Follower {
        @Override
        public void up(EngineSession session) {
            told.add("up");
        }

        @Override
        public void down(Problem why, boolean forGood) {
            told.add(forGood ? "down for good" : "down");
        }

        @Override
        public void runEvent(RunEvent event) {
            throw new AssertionError("nobody has subscribed");
        }
    }

    /** Opens a WebSocket, and says nothing any more. */
    private Socket silent() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        OutputStream out = socket.getOutputStream();
        out.write("""
                GET /v1/framed HTTP/1.1\r
                Host: 127.0.0.1:%d\r
                Authorization: Bearer %s\r
                Connection: Upgrade\r
                Upgrade: websocket\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                \r
                """.formatted(gateway.port(), TOKEN).getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        byte[] status = in.readNBytes("HTTP/1.1 101".length());
        assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 101");
        return socket;
    }
}
