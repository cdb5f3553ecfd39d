package io.flowork.host.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Chromium without a window, spoken to by its DevTools protocol. It starts with a profile of its own. */
final class Chromium implements AutoCloseable {
    private static final long SECONDS = 30;
    private static final String LISTENING = "DevTools listening on ";

    private final Process process;
    private final Path profile;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private String session = "";
    private String context = "";

    /** The program; empty where there is none. */
    static Optional<Path> installed() {
        String path = System.getenv("PATH");
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(
                        name -> Stream.of((path == null ? "" : path).split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Chromium(Process process, Path profile, URI address) throws InterruptedException, ExecutionException {
        this.process = process;
        this.profile = profile;
        this.socket =
                http.newWebSocketBuilder().buildAsync(address, new Listener()).get();
    }

    static Chromium start(Path program, Path profile) throws Exception {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--force-color-profile=srgb",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said = process.errorReader();
        CompletableFuture<URI> address = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                String line = said.readLine();
                while (line != null) { // and on to the end, so that the program can always write
                    if (line.startsWith(LISTENING)) {
                        address.complete(URI.create(line.substring(LISTENING.length())));
                    }
                    line = said.readLine();
                }
            } catch (IOException e) {
                address.completeExceptionally(e);
            }
            address.completeExceptionally(new IOException("Chromium ended before it could be spoken to"));
        });
        return new Chromium(process, profile, address.get(SECONDS, TimeUnit.SECONDS));
    }

    /** Opens a tab of its own, with nothing remembered; everything from then on is done in it. */
    void openTab() {
        closeTab();
        context = text(call("Target.createBrowserContext", JsonObject.EMPTY), "browserContextId");
        String target = text(
                call(
                        "Target.createTarget",
                        JsonObject.of("url", JsonString.of("about:blank"), "browserContextId", JsonString.of(context))),
                "targetId");
        requests.clear();
        complaints.clear();
        session = text(
                call(
                        "Target.attachToTarget",
                        JsonObject.of("targetId", JsonString.of(target), "flatten", JsonBoolean.TRUE)),
                "sessionId");
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            call(domain + ".enable", JsonObject.EMPTY);
        }
        call(
                "Page.addScriptToEvaluateOnNewDocument",
                JsonObject.of(
                        "source",
                        JsonString.of(
                                "addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI))")));
        size(1440, 900);
    }

    /** Closes the tab with everything it holds, connections too. */
    void closeTab() {
        session = "";
        if (!context.isEmpty()) {
            call("Target.disposeBrowserContext", JsonObject.of("browserContextId", JsonString.of(context)));
            context = "";
        }
    }

    private static String text(JsonObject json, String key) {
        return json.get(key) instanceof JsonString text ? text.value() : "";
    }

    // --- the protocol ---

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                JsonObject json = (JsonObject) JsonReader.parse(message.toString());
                message.setLength(0);
                received(json);
            }
            webSocket.request(1);
            return null;
        }
    }

    private void received(JsonObject message) {
        if (message.get("id") instanceof JsonInteger id) {
            CompletableFuture<JsonObject> answer = answers.remove(id.value());
            if (answer != null) {
                answer.complete(message);
            }
            return;
        }
        JsonObject params = message.get("params") instanceof JsonObject object ? object : JsonObject.EMPTY;
        switch (text(message, "method")) {
            case "Network.requestWillBeSent" -> requests.add(text((JsonObject) params.get("request"), "url"));
            case "Runtime.exceptionThrown" -> complaints.add(params.toString());
            case "Runtime.consoleAPICalled" -> {
                if (text(params, "type").equals("error")) {
                    complaints.add(params.get("args").toString());
                }
            }
            case "Log.entryAdded" -> {
                if (params.get("entry") instanceof JsonObject entry
                        && List.of("security", "javascript", "deprecation").contains(text(entry, "source"))) {
                    complaints.add(entry.toString());
                }
            }
            default -> {} // many things happen in a browser
        }
    }

    JsonObject call(String method, JsonObject params) {
        long id = ids.incrementAndGet();
        JsonObject.Builder message =
                new JsonObject.Builder().put("id", id).put("method", method).put("params", params);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        answers.put(id, answer);
        try {
            synchronized (this) {
                socket.sendText(message.build().toString(), true).get(SECONDS, TimeUnit.SECONDS);
            }
            JsonObject got = answer.get(SECONDS, TimeUnit.SECONDS);
            assertThat(got.get("error")).as(method).isNull();
            return (JsonObject) got.get("result");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(method + " was not answered", e);
        }
    }

    // --- what a person does ---

    void size(int width, int height) {
        call(
                "Emulation.setDeviceMetricsOverride",
                new JsonObject.Builder()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", JsonBoolean.FALSE)
                        .build());
    }

    /** Lets media queries have values, such as {@code prefers-color-scheme: dark}. */
    void media(String... namesAndValues) {
        List<JsonValue> features = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            features.add(JsonObject.of(
                    "name", JsonString.of(namesAndValues[i]), "value", JsonString.of(namesAndValues[i + 1])));
        }
        call("Emulation.setEmulatedMedia", JsonObject.of("features", io.flowork.grammar.json.JsonArray.of(features)));
    }

    void open(String url) {
        call("Page.navigate", JsonObject.of("url", JsonString.of(url)));
    }

    /** The value of an expression in the page; a promise's when it is kept. */
    JsonValue eval(String expression) {
        JsonObject result = call(
                "Runtime.evaluate",
                new JsonObject.Builder()
                        .put("expression", expression)
                        .put("returnByValue", JsonBoolean.TRUE)
                        .put("awaitPromise", JsonBoolean.TRUE)
                        .build());
        assertThat(result.get("exceptionDetails")).as(expression).isNull();
        JsonValue value = ((JsonObject) result.get("result")).get("value");
        return value == null ? io.flowork.grammar.json.JsonNull.NULL : value;
    }

    String text(String expression) {
        return eval(expression) instanceof JsonString text ? text.value() : "";
    }

    long number(String expression) {
        return Math.round(Double.parseDouble(eval(expression).toString()));
    }

    /** Waits until an expression is true. */
    void await(String expression) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!eval(expression).equals(JsonBoolean.TRUE)) {
            assertThat(System.nanoTime())
                    .as(() -> expression + " does not come true; the page says: "
                            + text("document.body.innerText.slice(0, 500)") + "\ncomplaints: " + complaints)
                    .isLessThan(until);
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** Presses and releases a key, such as {@code ArrowRight} or {@code e}. */
    void key(String key) {
        int code = switch (key) {
            case "ArrowLeft" -> 37;
            case "ArrowUp" -> 38;
            case "ArrowRight" -> 39;
            case "ArrowDown" -> 40;
            case "Home" -> 36;
            case "End" -> 35;
            case "PageUp" -> 33;
            case "PageDown" -> 34;
            case "Enter" -> 13;
            case "Tab" -> 9;
            case "Escape" -> 27;
            default -> key.toUpperCase(java.util.Locale.ROOT).charAt(0);
        };
        String typed = key.equals("Enter") ? "\r" : key.length() == 1 ? key : "";
        JsonObject.Builder down = new JsonObject.Builder()
                .put("type", typed.isEmpty() ? "rawKeyDown" : "keyDown")
                .put("key", key)
                .put("windowsVirtualKeyCode", code);
        if (!typed.isEmpty()) {
            down.put("text", typed);
        }
        call("Input.dispatchKeyEvent", down.build());
        call(
                "Input.dispatchKeyEvent",
                new JsonObject.Builder()
                        .put("type", "keyUp")
                        .put("key", key)
                        .put("windowsVirtualKeyCode", code)
                        .build());
    }

    void type(String text) {
        call("Input.insertText", JsonObject.of("text", JsonString.of(text)));
    }

    void mouse(String type, long x, long y) {
        call(
                "Input.dispatchMouseEvent",
                new JsonObject.Builder()
                        .put("type", type)
                        .put("x", x)
                        .put("y", y)
                        .put("button", "left")
                        .put("buttons", type.equals("mouseReleased") ? 0 : 1)
                        .put("clickCount", 1)
                        .build());
    }

    /** Clicks in the middle of what an expression gives. */
    void click(String element) {
        eval("void (" + element + ").scrollIntoView({block: 'nearest', behavior: 'instant'})");
        String box = "(() => { const b = (" + element + ").getBoundingClientRect(); return ";
        long x = number(box + "b.left + b.width / 2 })()");
        long y = number(box + "b.top + b.height / 2 })()");
        mouse("mousePressed", x, y);
        mouse("mouseReleased", x, y);
    }

    void picture(Path file) throws IOException {
        JsonObject picture = call("Page.captureScreenshot", JsonObject.of("format", JsonString.of("png")));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(text(picture, "data")));
    }

    /** The addresses of all requests so far. */
    List<String> requests() {
        return requests;
    }

    /** What the browser had to complain about: exceptions, violations of the security policy. */
    List<String> complaints() {
        return complaints;
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        http.shutdownNow();
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
        try (Stream<Path> left = Files.walk(profile)) {
            for (Path path : left.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
