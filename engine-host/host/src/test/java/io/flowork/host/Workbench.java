package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.host.command.Cli;
import io.flowork.host.terminal.Screen;
import io.flowork.host.terminal.Stopping;
import io.flowork.host.terminal.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A folder to run commands in, in this process. */
final class Workbench {
    /** What a command left. */
    record Outcome(int exit, String out, String err) {
        JsonObject json() {
            assertThat(JsonReader.parse(out)).isInstanceOf(JsonObject.class);
            return (JsonObject) JsonReader.parse(out);
        }

        Outcome ended(int wanted) {
            assertThat(exit).as("exit code%n%s%n%s", out, err).isEqualTo(wanted);
            assertThat(err).doesNotContain("\tat ");
            return this;
        }
    }

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private String in = "";
    private Screen screen = Screen.NONE;
    private Stopping stopping = Stopping.NEVER;

    Workbench(Path folder) {
        this.folder = folder;
    }

    Workbench file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** A {@code flowork.toml} that the user agrees to. */
    Workbench settings(String toml) throws IOException {
        file("flowork.toml", toml).run("config", "trust");
        return this;
    }

    Workbench variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Workbench in(String text) {
        in = text;
        return this;
    }

    Workbench terminal(int columns, int rows) {
        screen = new Screen(true, true, () -> new Screen.Dimensions(columns, rows));
        return this;
    }

    Workbench stopping(Stopping how) {
        stopping = how;
        return this;
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    Outcome run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Cli.run(
                arguments,
                new Surroundings(
                        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8),
                        environment,
                        folder,
                        screen,
                        stopping));
        return new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The project's root: the nearest folder above with the Maven wrapper. */
    static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("mvnw"))) {
            at = at.getParent();
            assertThat(at)
                    .as("a folder with mvnw above %s", Path.of("").toAbsolutePath())
                    .isNotNull();
        }
        return at;
    }

    /** A workflow with these tasks, each line as under {@code do:}. */
    static String workflow(String name, String tasks) {
        return """
                document:
                  dsl: '1.0.3'
                  namespace: test
                  name: %s
                  version: '1.0.0'
                do:
                %s""".formatted(name, tasks.indent(2));
    }
}
