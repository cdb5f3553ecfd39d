package io.flowork.host;

import static io.flowork.host.Workbench.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
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
                .variable("PATH", System.getenv("PATH"))
                .file("shell.flow.yaml", workflow("shell", "- a: {run: {shell: {command: 'echo hi'}}}"))
                .file("js.flow.yaml", workflow("js", "- a: {run: {script: {language: js, code: 'console.log(6 * 7)'}}}"));
    }

    @Test
    void aFileAllowsByName() throws IOException {
        bench.file("flowork.toml", "[allow]\nshell = true\n\"script:python\" = false\n");
        assertThat(bench.run("run", "shell.flow.yaml").ended(0).out()).contains("hi");
        assertThat(bench.run("config", "show", "--origin").ended(0).out()).isEqualTo("""
                        allow.shell = "true"  # flowork.toml
                        allow.script:python = "false"  # flowork.toml
                        """);
        bench.variable("FLOWORK_ALLOW", "shell=false");
        assertThat(bench.run("run", "shell.flow.yaml").ended(1).err()).contains("not allowed here", "[allow]");
        bench.file("flowork.toml", "").variable("FLOWORK_ALLOW", "container,shell");
        assertThat(bench.run("run", "shell.flow.yaml").ended(0).out()).contains("hi");
    }

    @Test
    void whatCannotBeAllowedOrSetIsSaidSo() throws IOException {
        bench.file("flowork.toml", "[allow]\nshel = true\n");
        assertThat(bench.run("run", "js.flow.yaml").ended(2).err())
                .contains("flowork.toml: there is no ability 'shel' (did you mean 'shell'?)");
        bench.file("flowork.toml", "[allow]\nshell = \"maybe\"\n");
        assertThat(bench.run("run", "js.flow.yaml").ended(2).err()).contains("'allow.shell' wants true or false");
        bench.file("flowork.toml", "[process]\ntyme = \"PT1S\"\n");
        assertThat(bench.run("run", "js.flow.yaml").ended(2).err()).contains("did you mean 'time'?");
        bench.file("flowork.toml", "[process]\ntime = \"soon\"\n");
        assertThat(bench.run("run", "js.flow.yaml").ended(2).err()).contains("'process.time' wants a duration");
        bench.file("flowork.toml", "[process]\nmemory-mib = 0\n");
        assertThat(bench.run("run", "js.flow.yaml").ended(2).err()).contains("'process.memory-mib' wants a whole number");
        bench.file("flowork.toml", "[secrets]\nfile = \"x\"\n");
        assertThat(bench.run("run", "js.flow.yaml").ended(2).err())
                .contains("there is no source of secrets 'file' (did you mean 'files'?)");
        bench.file("flowork.toml", "[secrets]\norder = \"files, vault\"\n");
        assertThat(bench.run("run", "js.flow.yaml").ended(2).err()).contains("there is no source of secrets 'vault'");
    }

    @Test
    void javaScriptNeedsNoPermissionAndHasLimits() throws IOException {
        assertThat(bench.run("run", "js.flow.yaml").ended(0).out()).contains("42");
        bench.file("endless.flow.yaml", workflow("endless", "- a: {run: {script: {language: js, code: 'for (;;) {}'}}}"))
                .file("flowork.toml", "[process]\nscript-time = \"PT2S\"\n");
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

    @Test
    void processesHaveLimits() throws IOException {
        bench.file("slow.flow.yaml", workflow("slow", "- a: {run: {shell: {command: 'sleep 60'}}}"))
                .file("flowork.toml", "[process]\ntime = \"PT0.2S\"\n[allow]\nshell = true\n");
        assertThat(bench.run("run", "slow.flow.yaml").ended(1).err()).contains("ran longer than PT0.2S");
    }

    /** One canary from each source, used by each kind of process that can echo it, that fails, and that is not there. */
    @Test
    void theBytesOfASecretAreNowhere() throws IOException {
        Path secret = bench.file("secrets/filed", CANARY + "-file").path("secrets/filed");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        bench.variable("FLOWORK_SECRET_VARIED", CANARY + "-variable")
                .file("flowork.toml", """
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
                workflow("throws", "- a: {run: {script: {language: js, code: 'throw new Error(process.env.KEY)', environment: "
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
                    assertThat(bench.run("runs", command, "last", "--json").ended(0).out())
                            .doesNotContain(CANARY);
                }
                assertThat(bench.run("runs", "export", "last", file + ".flowrec").ended(0).err())
                        .doesNotContain(CANARY);
                assertThat(Files.readString(bench.path(file + ".flowrec"), StandardCharsets.ISO_8859_1))
                        .doesNotContain(CANARY);
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
