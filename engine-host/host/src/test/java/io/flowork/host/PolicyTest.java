package io.flowork.host;

import static io.flowork.host.Workbench.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What workflows may do on this machine, and where their secrets come from, as the owner configures it. */
class PolicyTest {
    private static final String CANARY = "tiger-tiger-burning";

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void prepare() throws IOException {
        bench = new Workbench(folder)
                .variable("XDG_CONFIG_HOME", folder.resolve("config").toString())
                .variable("PATH", System.getenv("PATH"))
                .file("shell.flow.yaml", workflow("shell", "- a: {run: {shell: {command: 'echo hi'}}}"))
                .file(
                        "js.flow.yaml",
                        workflow("js", "- a: {run: {script: {language: js, code: 'console.log(6 * 7)'}}}"));
    }

    @Test
    void whatAFileInTheFolderGrantsNeedsConsentUntilItChanges() throws IOException {
        bench.file("flowork.toml", "[allow]\nshell = true\n[limits]\nexpression-steps = 1_000\n");
        assertThat(bench.run("run", "shell.flow.yaml").ended(4).err())
                .contains("flowork.toml sets allow.shell", "flowork config trust");
        assertThat(bench.run("run", "js.flow.yaml").ended(4).err()).contains("allow.shell");
        bench.run("check", "shell.flow.yaml").ended(0);
        assertThat(bench.run("config", "show").ended(0).out())
                .contains("allow.shell = \"true\"  # flowork.toml, does not count until: flowork config trust")
                .contains("limits.expression-steps = \"1000\"\n");
        assertThat(bench.run("config", "trust").ended(0).err()).contains("it grants allow.shell");
        assertThat(bench.run("run", "shell.flow.yaml").ended(0).out()).contains("hi");
        bench.file("flowork.toml", "[allow]\nshell = true\n\"script:python\" = true\n");
        bench.run("run", "shell.flow.yaml").ended(4);
        bench.file("flowork.toml", "[allow]\nshell = false\n[process]\ntime = \"PT1M\"\n");
        bench.run("run", "js.flow.yaml").ended(0);
    }

    @Test
    void everythingThatLetsProgramsRunOrSecretsOutNeedsConsent() throws IOException {
        for (String grant : List.of(
                "[process]\npython = \"./evil\"\n",
                "[process]\nenvironment = \"AWS_SECRET_ACCESS_KEY\"\n",
                "[secrets]\ncommand = \"./evil {name}\"\n",
                "[serve]\ndata = \"./evil\"\n")) {
            bench.file("flowork.toml", grant);
            assertThat(bench.run("run", "js.flow.yaml").ended(4).err())
                    .as(grant)
                    .contains("flowork config trust");
        }
        bench.variable("FLOWORK_SERVE_DATA", "mine");
        bench.run("run", "js.flow.yaml").ended(0);
    }

    @Test
    void aFileAllowsByName() throws IOException {
        bench.settings("[allow]\nshell = true\n\"script:python\" = false\n");
        assertThat(bench.run("run", "shell.flow.yaml").ended(0).out()).contains("hi");
        assertThat(bench.run("config", "show", "--origin").ended(0).out()).isEqualTo("""
            allow.shell = "true"  # flowork.toml
            allow.script:python = "false"  # flowork.toml
            """);
        bench.variable("FLOWORK_ALLOW", "shell=false");
        assertThat(bench.run("run", "shell.flow.yaml").ended(1).err()).contains("not allowed here", "[allow]");
        bench.settings("").variable("FLOWORK_ALLOW", "container,shell");
        assertThat(bench.run("run", "shell.flow.yaml").ended(0).out()).contains("hi");
    }

    @Test
    void whatCannotBeAllowedOrSetIsSaidSo() throws IOException {
        bench.settings("[allow]\nshel = true\n");
        assertThat(bench.run("run", "js.flow.yaml").ended(2).err())
                .contains("flowork.toml: there is no ability 'shel' (did you mean 'shell'?)");
        bench.settings("[allow]\nshell = \"maybe\"\n");
        assertThat(bench.run("run", "js.flow.yaml").ended(2).err()).contains("'allow.shell' wants true or false");
        bench.settings("[process]\ntyme = \"PT1S\"\n");
        assertThat(bench.run("run", "js.flow.yaml").ended(2).err()).contains("did you mean 'time'?");
        bench.settings("[process]\ntime = \"soon\"\n");
        assertThat(bench.run("run", "js.flow.yaml").ended(2).err()).contains("'process.time' wants a duration");
        bench.settings("[process]\nmemory-mib = 0\n");
        assertThat(bench.run("run", "js.flow.yaml").ended(2).err())
                .contains("'process.memory-mib' wants a whole number");
        bench.settings("[secrets]\nfile = \"x\"\n");
        assertThat(bench.run("run", "js.flow.yaml").ended(2).err())
                .contains("there is no source of secrets 'file' (did you mean 'files'?)");
        bench.settings("[secrets]\norder = \"files, vault\"\n");
        assertThat(bench.run("run", "js.flow.yaml").ended(2).err()).contains("there is no source of secrets 'vault'");
    }

    @Test
    void javaScriptNeedsNoPermissionAndHasLimits() throws IOException {
        assertThat(bench.run("run", "js.flow.yaml").ended(0).out()).contains("42");
        bench.file(
                        "endless.flow.yaml",
                        workflow("endless", "- a: {run: {script: {language: js, code: 'for (;;) {}'}}}"))
                .settings("[process]\nscript-time = \"PT2S\"\n");
        assertThat(bench.run("run", "endless.flow.yaml").ended(1).err())
                .contains("ran longer than PT2S", "process.script-time");
    }

    @Test
    void theExamplesAreCleanAndRun() throws IOException {
        for (String name : List.of("script", "container")) {
            bench.file(
                    name + ".flow.yaml",
                    Files.readString(Workbench.root().resolve("testdata/workflows/protocols/" + name + ".flow.yaml")));
            assertThat(bench.run("check", name + ".flow.yaml").ended(0).out()).isEmpty();
        }
        assertThat(bench.run("run", "script.flow.yaml", "--input", "{\"prices\": [1, 2.345]}")
                        .ended(0)
                        .json()
                        .toString())
                .isEqualTo("{\"total\":\"3.35\",\"currency\":\"EUR\"}");
        assertThat(bench.run("run", "container.flow.yaml").ended(1).err()).contains("--allow container");
    }

    /** Against a server that gives tokens and asks for them. */
    @Test
    void theExampleOfOpenIdConnectRuns() throws IOException {
        String issuer = "https://login.example.com/realm";
        String claims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"iss\":\"" + issuer + "\"}").getBytes(StandardCharsets.UTF_8));
        String token = "e30." + claims + ".c2ln";
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer(
                server,
                "/realm/.well-known/openid-configuration",
                null,
                "{\"issuer\":\"" + issuer + "\",\"token_endpoint\":\"" + issuer + "/token\"}");
        String basic = Base64.getEncoder().encodeToString(("me:" + CANARY).getBytes(StandardCharsets.UTF_8));
        answer(
                server,
                "/realm/token",
                "Basic " + basic,
                "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":60}");
        answer(server, "/orders", "Bearer " + token, "[1, 2]");
        server.start();
        try {
            String own = "http://127.0.0.1:" + server.getAddress().getPort();
            bench.variable("FLOWORK_HTTP_HOSTS", "login.example.com=" + own + ",api.example.com=" + own)
                    .variable("FLOWORK_SECRET_CLIENT", "{\"id\": \"me\", \"secret\": \"" + CANARY + "\"}")
                    .file(
                            "oidc.flow.yaml",
                            Files.readString(Workbench.root().resolve("testdata/workflows/protocols/oidc.flow.yaml")));
            assertThat(bench.run("check", "oidc.flow.yaml").ended(0).out()).isEmpty();
            assertThat(bench.run("run", "oidc.flow.yaml").ended(0).json().toString())
                    .isEqualTo("{\"orders\":[1,2],\"by\":\"Bearer\"}");
            assertThat(bench.run("runs", "journal", "last", "--json").ended(0).out())
                    .doesNotContain(CANARY)
                    .doesNotContain(claims);
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpServer server, String path, @Nullable String authorization, String json) {
        server.createContext(path, exchange -> {
            boolean known = authorization == null
                    || authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(known ? 200 : 401, known ? body.length : -1);
            if (known) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
    }

    @Test
    void processesHaveLimits() throws IOException {
        bench.file("slow.flow.yaml", workflow("slow", "- a: {run: {shell: {command: 'sleep 60'}}}"))
                .settings("[process]\ntime = \"PT0.2S\"\n[allow]\nshell = true\n");
        assertThat(bench.run("run", "slow.flow.yaml").ended(1).err()).contains("ran longer than PT0.2S");
    }

    /** What the debug adapter says of a recording. */
    private String debugged(String recording) {
        return bench.in(DapTest.frames(
                        "'command':'initialize','arguments':{'adapterID':'flowork'}",
                        "'command':'attach','arguments':{'recording':'%s'}".formatted(recording),
                        "'command':'configurationDone'",
                        "'command':'stackTrace','arguments':{'threadId':1}",
                        "'command':'evaluate','arguments':{'expression':'$secrets','context':'repl','frameId':1}",
                        "'command':'evaluate','arguments':{'expression':':timeline','context':'repl'}",
                        "'command':'evaluate','arguments':{'expression':'., $context,"
                                + " $secrets.filed','context':'repl'}",
                        "'command':'disconnect'"))
                .run("dap")
                .out();
    }

    /** Invariant I10 of the debugger: one canary from each source, used by each kind of process that can echo it, that fails, and that is not there. */
    @Test
    void theBytesOfASecretAreNowhere() throws IOException {
        Path secret = bench.file("secrets/filed", CANARY + "-file").path("secrets/filed");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        bench.variable("FLOWORK_SECRET_VARIED", CANARY + "-variable").settings("""
            [allow]
            shell = true
            "script:python" = true
            [secrets]
            order = "files, environment, command"
            files = "secrets"
            command = "printf %s-command CANARY{name}"
            """.replace("CANARY", CANARY));
        String echo = "{KEY: '${ $secrets.filed + \"/\" + $secrets.varied + \"/\" + $secrets.commanded }'}";
        bench.file(
                "echo.flow.yaml",
                workflow("echo", """
                    - shell: {run: {shell: {command: 'echo "$KEY"; echo "$KEY" >&2', environment: ECHO}, return: all}}
                    - script: {run: {script: {language: js, code: 'console.log(process.env.KEY); console.error(process.env)', environment: ECHO}, return: all}}
                    - fails: {run: {shell: {command: 'echo "$KEY"; echo "$KEY" >&2; exit 3', environment: ECHO}}}
                    """.replace("ECHO", echo))
                        .replace("do:", "use: {secrets: [filed, varied, commanded]}\ndo:"));
        bench.file(
                "throws.flow.yaml",
                workflow(
                                "throws",
                                "- a: {run: {script: {language: js, code: 'throw new Error(process.env.KEY)',"
                                        + " environment: "
                                        + echo + "}}}")
                        .replace("do:", "use: {secrets: [filed, varied, commanded]}\ndo:"));

        ByteArrayOutputStream log = new ByteArrayOutputStream();
        Handler handler = new StreamHandler(log, new SimpleFormatter());
        handler.setLevel(Level.ALL);
        Logger root = Logger.getLogger("io.flowork");
        root.addHandler(handler);
        root.setLevel(Level.ALL);
        try {
            for (String file : List.of("echo.flow.yaml", "throws.flow.yaml")) {
                Workbench.Outcome outcome = bench.run("run", file, "--json").ended(1);
                assertThat(outcome.out()).contains("••••").doesNotContain(CANARY);
                assertThat(outcome.err()).contains("••••").doesNotContain(CANARY);
                for (String command : List.of("show", "journal")) {
                    assertThat(bench.run("runs", command, "last", "--json")
                                    .ended(0)
                                    .out())
                            .doesNotContain(CANARY);
                }
                assertThat(bench.run("runs", "export", "last", file + ".flowrec")
                                .ended(0)
                                .err())
                        .doesNotContain(CANARY);
                assertThat(Files.readString(bench.path(file + ".flowrec"), StandardCharsets.ISO_8859_1))
                        .doesNotContain(CANARY);
                assertThat(debugged(file + ".flowrec")).contains("••••").doesNotContain(CANARY);
            }
            bench.run("doctor");
        } finally {
            handler.flush();
            root.removeHandler(handler);
            root.setLevel(null);
        }
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain(CANARY);
        try (var files = Files.list(bench.path(".flowork"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(CANARY);
            }
        }
    }
}
