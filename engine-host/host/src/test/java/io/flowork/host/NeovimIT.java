package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.serve.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real editor with its own client, and the program as a process that it starts. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NeovimIT {
    private static final Path SCRIPT =
            Path.of("../../testdata/lsp/neovim/session.lua").toAbsolutePath().normalize();
    private static final Path PAGE =
            Path.of("../../docs/editors/neovim.md").toAbsolutePath().normalize();
    private static final String TEXT = """
            document: {dsl: 1.0.3, namespace: a, name: b, version: 1.0.0}
            do:
              - first:
                  set: {a: 1}
                  then: lost
              - last:
                  set: {b: '${ .a }'}
            """;

    @TempDir
    Path folder;

    private static boolean isInstalled() {
        String path = System.getenv("PATH");
        return Stream.of((path == null ? "" : path).split(":", -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "nvim")));
    }

    /** What the page tells people to write into their configuration. */
    private Path init() throws IOException {
        String page = Files.readString(PAGE, StandardCharsets.UTF_8);
        int start = page.indexOf("```lua\n") + "```lua\n".length();
        return Files.writeString(folder.resolve("init.lua"), page.substring(start, page.indexOf("```", start)));
    }

    /** The program by the name that people call it by. */
    private Path program() throws IOException {
        String command = Processes.command().stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        Path program = Files.createDirectory(folder.resolve("bin")).resolve("flowork");
        Files.writeString(program, "#!/bin/sh\nexec " + command + " \"$@\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    @Test
    void neovimShowsDiagnosticsHoverAndCompletionAndRenames() throws Exception {
        assumeTrue(isInstalled(), "needs Neovim (apt install neovim)");
        Path file = Files.writeString(folder.resolve("edited.flow.yaml"), TEXT);
        Path out = folder.resolve("seen");
        Path said = folder.resolve("said");
        ProcessBuilder builder = new ProcessBuilder(
                        "nvim", "--headless", "-u", init().toString(), "-i", "NONE", "-c", "luafile " + SCRIPT)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment()
                .putAll(Map.of(
                        "PATH", program().getParent() + ":" + System.getenv("PATH"),
                        "FILE", file.toString(),
                        "OUT", out.toString(),
                        "HOME", folder.toString(),
                        "XDG_CONFIG_HOME", folder.toString(),
                        "XDG_DATA_HOME", folder.toString(),
                        "XDG_STATE_HOME", folder.toString()));
        Process nvim = builder.start();
        nvim.getOutputStream().close();
        boolean ended = nvim.waitFor(150, TimeUnit.SECONDS);
        if (!ended) {
            nvim.destroyForcibly().waitFor();
        }
        Map<String, JsonValue> seen = new LinkedHashMap<>();
        for (String line : Files.exists(out) ? Files.readAllLines(out) : List.<String>of()) {
            JsonObject told = (JsonObject) JsonReader.parse(line);
            seen.put(((JsonString) told.get("what")).value(), told.get("seen"));
        }
        String context = seen + "\n" + Files.readString(said, StandardCharsets.UTF_8);
        assertThat(ended).as(context).isTrue();
        assertThat(nvim.exitValue()).as(context).isZero();

        JsonArray diagnostics = (JsonArray) seen.get("diagnostics");
        assertThat(diagnostics.size()).as(context).isEqualTo(1);
        JsonObject diagnostic = (JsonObject) diagnostics.get(0);
        assertThat(diagnostic.get("line")).isEqualTo(JsonNumber.of(4));
        assertThat(diagnostic.get("column")).isEqualTo(JsonNumber.of(12));
        assertThat(diagnostic.get("message").toString()).contains("'lost'");
        assertThat(seen.get("hover").toString()).contains("**first**", "set");
        assertThat(seen.get("completion").toString()).contains("\"last\"", "\"end\"", "\"exit\"", "\"continue\"");
        assertThat(seen.get("rename").toString())
                .contains("then: final", "- final:")
                .doesNotContain("last");
        assertThat(seen.get("ended")).isEqualTo(JsonBoolean.TRUE);
    }
}
