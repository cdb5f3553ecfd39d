package io.flowork.functions.process;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The small commands around a container: ending it, and removing those that are no longer kept. */
final class ContainerEngine {
    private static final System.Logger LOG = System.getLogger(ContainerEngine.class.getName());

    /** How long such a command may take, in seconds. */
    private static final long PATIENCE = 20;

    private static final int MOST_OUTPUT = 4 << 20;

    private final Path program;
    private final Map<String, String> environment;

    /**
     * The commands of a program.
     *
     * @param program Docker or Podman
     * @param environment the variables it sees
     */
    ContainerEngine(Path program, Map<String, String> environment) {
        this.program = program;
        this.environment = environment;
    }

    /** Removes what an earlier attempt at the same call has left. */
    void removeCall(String key) throws InterruptedException {
        remove(lines(List.of("ps", "--all", "--quiet", "--filter", "label=" + Container.KEY + "=" + key)));
    }

    /** Ends a container, even when the thread is interrupted. */
    void kill(String name) {
        boolean interrupted = Thread.interrupted();
        try {
            lines(List.of("kill", name));
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Removes the containers whose time to be kept is over. */
    void removeExpired(Instant now) throws InterruptedException {
        List<String> ended = lines(
                List.of("ps", "--all", "--quiet", "--filter", "status=exited", "--filter", "label=" + Container.KEEP));
        if (ended.isEmpty()) {
            return;
        }
        List<String> inspect = new ArrayList<>(List.of("container", "inspect"));
        inspect.addAll(ended);
        List<String> expired = new ArrayList<>();
        try {
            if (JsonReader.parse(String.join("\n", lines(inspect))) instanceof JsonArray containers) {
                containers.forEach(container -> {
                    Instant end = end(container);
                    if (end != null && end.isBefore(now) && member(container, "Id") instanceof JsonString id) {
                        expired.add(id.value());
                    }
                });
            }
        } catch (JsonSyntaxException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Containers that are no longer kept were not removed: {0} was not understood",
                    program);
        }
        remove(expired);
    }

    private static @Nullable Instant end(JsonValue container) {
        JsonValue labels = member(member(container, "Config"), "Labels");
        if (member(member(container, "State"), "FinishedAt") instanceof JsonString finished
                && member(labels, Container.KEEP) instanceof JsonString seconds) {
            try {
                return OffsetDateTime.parse(finished.value()).toInstant().plusSeconds(Long.parseLong(seconds.value()));
            } catch (DateTimeParseException | NumberFormatException e) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable JsonValue member(@Nullable JsonValue value, String name) {
        return value instanceof JsonObject object ? object.get(name) : null;
    }

    private void remove(List<String> containers) throws InterruptedException {
        if (!containers.isEmpty()) {
            List<String> command = new ArrayList<>(List.of("rm", "--force", "--volumes"));
            command.addAll(containers);
            lines(command);
        }
    }

    /** What a command prints; nothing when it fails, which the command that follows will tell better. */
    private List<String> lines(List<String> arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return List.of();
        }
        Collector out = new Collector(process.getInputStream(), MOST_OUTPUT, process::destroyForcibly);
        Thread reader = Thread.ofVirtual().start(out);
        try {
            if (!process.waitFor(PATIENCE, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return List.of();
            }
            reader.join();
            return out.text().lines().filter(line -> !line.isBlank()).toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
