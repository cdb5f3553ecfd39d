package io.flowork.functions.process;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A container as a workflow describes it, in the words of the command line that Docker and Podman share.
 *
 * @param image its image
 * @param name its name
 * @param command a command for the image's shell; null for what the image does
 * @param ports its ports, each as {@code --publish} takes it
 * @param volumes its volumes, each as {@code --volume} takes it
 * @param pull when its image is pulled, as {@code --pull} takes it
 * @param cleanup when it is removed
 * @param keep how long after its end it is removed, when {@code cleanup} is {@code EVENTUALLY}
 * @param process what it has in common with other processes
 */
record Container(
        String image,
        String name,
        @Nullable String command,
        List<String> ports,
        List<String> volumes,
        String pull,
        Cleanup cleanup,
        Duration keep,
        ProcessRun process) {

    /** The label with the key of the call that a container was made for. */
    static final String KEY = "io.flowork.call";

    /** The label that says how many seconds after its end a container is removed. */
    static final String KEEP = "io.flowork.keep-seconds";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
    private static final Pattern HOST_PORT = Pattern.compile("(?:(?:[0-9.]+|\\[[0-9a-fA-F:]+\\]):)?[0-9]{1,5}");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}(?:/(?:tcp|udp))?");
    private static final Map<String, Duration> UNITS = Map.of(
            "days", Duration.ofDays(1),
            "hours", Duration.ofHours(1),
            "minutes", Duration.ofMinutes(1),
            "seconds", Duration.ofSeconds(1),
            "milliseconds", Duration.ofMillis(1));

    /** When a container is removed. */
    enum Cleanup {
        ALWAYS,
        EVENTUALLY,
        NEVER
    }

    /**
     * Reads the arguments of a call.
     *
     * @param unnamed the name of a container that has none
     * @param folder the folder of the workflow, which relative paths of volumes begin at; null for none
     */
    static Container of(Arguments with, String unnamed, @Nullable Path folder) throws FunctionException {
        String image = with.needText("image");
        if (image.isBlank() || image.startsWith("-") || image.chars().anyMatch(Character::isWhitespace)) {
            throw Failures.validation("'image' of run: container must be the name of an image such as alpine:3.");
        }
        String name = with.text("name");
        if (name != null && !NAME.matcher(name).matches()) {
            throw Failures.validation("'name' of run: container must begin with a letter or digit and go on with"
                    + " letters, digits, '_', '.' and '-'.");
        }
        Arguments lifetime = new Arguments("'lifetime' of run: container", with.object("lifetime"));
        Cleanup cleanup = cleanup(lifetime.text("cleanup"));
        return new Container(
                image,
                name == null ? unnamed : name,
                with.text("command"),
                ports(with.object("ports")),
                volumes(with.object("volumes"), folder),
                pull(with.text("pullPolicy")),
                cleanup,
                cleanup == Cleanup.EVENTUALLY ? keep(lifetime.need("after")) : Duration.ZERO,
                process(with));
    }

    private static ProcessRun process(Arguments with) throws FunctionException {
        ProcessRun process = ProcessRun.of(with);
        for (Map.Entry<String, String> variable : process.environment().entrySet()) {
            if ((variable.getKey() + variable.getValue()).chars().anyMatch(c -> c == '\n' || c == '\r')
                    || variable.getKey().startsWith("#")
                    || variable.getKey().chars().anyMatch(Character::isWhitespace)) {
                throw Failures.validation("'environment' of run: container cannot have the variable '"
                        + variable.getKey().lines().findFirst().orElse("")
                        + "': it has a line break, or its name a space. Give such a text as 'stdin'.");
            }
        }
        return process;
    }

    private static Cleanup cleanup(@Nullable String text) throws FunctionException {
        return switch (text) {
            case "always" -> Cleanup.ALWAYS;
            case "eventually" -> Cleanup.EVENTUALLY;
            case null -> Cleanup.NEVER;
            case "never" -> Cleanup.NEVER;
            case String other ->
                throw Failures.validation(
                        "'cleanup' of run: container must be always, eventually or never, but it is '" + other + "'.");
        };
    }

    private static String pull(@Nullable String policy) throws FunctionException {
        return switch (policy) {
            case null -> "missing";
            case "ifNotPresent" -> "missing";
            case "always", "never" -> policy;
            case String other ->
                throw Failures.validation("'pullPolicy' of run: container must be ifNotPresent, always or never, but it"
                        + " is '" + other + "'.");
        };
    }

    private static List<String> ports(JsonObject mapping) throws FunctionException {
        List<String> ports = new ArrayList<>();
        for (JsonObject.Member port : mapping) {
            String inside = Arguments.textOf(port.value());
            if (!HOST_PORT.matcher(port.key()).matches()
                    || !PORT.matcher(inside).matches()) {
                throw Failures.validation(
                        "'ports' of run: container maps ports of this machine to the container's, such"
                                + " as 8080: 80.");
            }
            // Docker's own default is every address of the machine, past its firewall.
            ports.add((port.key().indexOf(':') < 0 ? "127.0.0.1:" : "") + port.key() + ":" + inside);
        }
        return ports;
    }

    private static List<String> volumes(JsonObject mapping, @Nullable Path folder) throws FunctionException {
        List<String> volumes = new ArrayList<>();
        for (JsonObject.Member volume : mapping) {
            String outside = volume.key();
            String inside = Arguments.textOf(volume.value());
            if (outside.isEmpty() || outside.indexOf(':') >= 0 || !inside.startsWith("/")) {
                throw Failures.validation("'volumes' of run: container maps folders or named volumes of this machine to"
                        + " absolute paths of the container, such as ./data: /data or ./data: /data:ro.");
            }
            if (outside.startsWith(".")) {
                if (folder == null) {
                    throw Failures.configuration("'volumes' of run: container has the path '" + outside
                            + "', but the workflow is in no folder. Use an absolute path.");
                }
                outside = folder.toAbsolutePath().resolve(outside).normalize().toString();
            }
            volumes.add(outside + ":" + inside);
        }
        return volumes;
    }

    /** An ISO 8601 duration, or numbers by unit. */
    private static Duration keep(JsonValue after) throws FunctionException {
        try {
            if (after instanceof JsonString text) {
                return Duration.parse(text.value());
            }
            if (after instanceof JsonObject units) {
                BigDecimal millis = BigDecimal.ZERO;
                for (JsonObject.Member member : units) {
                    Duration unit = UNITS.get(member.key());
                    if (unit == null || !(member.value() instanceof JsonNumber number)) {
                        throw wrongDuration();
                    }
                    millis = millis.add(new BigDecimal(number.text()).multiply(BigDecimal.valueOf(unit.toMillis())));
                }
                return Duration.ofMillis(millis.longValue());
            }
        } catch (DateTimeParseException e) {
            throw wrongDuration();
        }
        throw wrongDuration();
    }

    private static FunctionException wrongDuration() {
        return Failures.validation(
                "'after' of the container's 'lifetime' must be a duration such as PT30M or minutes: 30.");
    }

    /**
     * The arguments of the command line.
     *
     * @param key the key of the call
     * @param variables the file with the environment
     * @param memoryBytes the most memory it may have, in bytes
     */
    List<String> arguments(String key, Path variables, long memoryBytes) {
        List<String> line = new ArrayList<>(List.of("run", "--name", name, "--pull", pull));
        line.addAll(List.of("--label", KEY + "=" + key, "--memory", Long.toString(memoryBytes)));
        switch (cleanup) {
            case ALWAYS -> line.add("--rm");
            case EVENTUALLY -> line.addAll(List.of("--label", KEEP + "=" + keep.toSeconds()));
            case NEVER -> {}
        }
        if (process.stdin() != null) {
            line.add("--interactive");
        }
        if (!process.environment().isEmpty()) {
            line.addAll(List.of("--env-file", variables.toString()));
        }
        ports.forEach(port -> line.addAll(List.of("--publish", port)));
        volumes.forEach(volume -> line.addAll(List.of("--volume", volume)));
        line.add(image);
        if (command != null) {
            line.addAll(List.of("sh", "-c", command, "sh"));
        }
        line.addAll(process.arguments());
        return line;
    }

    /** The environment as {@code --env-file} takes it. */
    String variables() {
        StringBuilder lines = new StringBuilder();
        process.environment()
                .forEach((name, value) ->
                        lines.append(name).append('=').append(value).append('\n'));
        return lines.toString();
    }
}
