package io.flowork.functions.process;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Descriptors;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.secret.SecretResolver;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code run: container}: a container, run by the command line of Docker or Podman.
 *
 * <p>A container carries the key of its call as a label: when a call is made again after a crash, what the first attempt
 * left is removed. One whose {@code cleanup} is {@code eventually} is removed by the first later call that finds its
 * time over.
 */
public final class ContainerFunction implements FunctionHandler {
    /** The exit code by which Docker and Podman say that they could not start a container. */
    private static final int NOT_STARTED = 125;

    /** What the beginnings of the names of the variables that configure Docker and Podman are. */
    private static final List<String> CONFIGURATION =
            List.of("PATH", "HOME", "XDG_", "DOCKER_", "CONTAINER_", "CONTAINERS_", "DBUS_SESSION_BUS_ADDRESS");

    private final ProcessSettings settings;

    /** The function with what the owner decides. */
    public ContainerFunction(ProcessSettings settings) {
        this.settings = settings;
    }

    @Override
    public FunctionDescriptor descriptor() {
        return Descriptors.read(ContainerFunction.class, "container");
    }

    @Override
    public JsonValue call(FunctionCall call) throws FunctionException, InterruptedException {
        Abilities.require(call.context(), Abilities.CONTAINER, "run: container");
        SecretResolver secrets = new SecretResolver(call.context());
        Arguments with = new Arguments("run: container", secrets.object(call.arguments()));
        String key = call.key().replaceAll("[^a-zA-Z0-9_.-]", "-");
        Container container =
                Container.of(with, "flowork-" + key, call.context().folder());
        Path program = Programs.first(settings.container(), settings.environment());
        if (program == null) {
            throw Failures.configuration("run: container needs " + String.join(" or ", settings.container())
                    + ", which is not there. Install Docker or Podman, or name the program by the setting"
                    + " 'process.container'.");
        }
        Map<String, String> environment = configuration();
        ContainerEngine engine = new ContainerEngine(program, environment);
        engine.removeExpired(Instant.now());
        engine.removeCall(key);
        boolean ended = false;
        try {
            Ended result = new ChildProcess("run: container", settings, secrets.masking())
                    .run(
                            folder -> {
                                Path variables =
                                        Files.writeString(folder.resolve("environment"), container.variables());
                                List<String> command = new ArrayList<>(List.of(program.toString()));
                                command.addAll(container.arguments(key, variables, settings.memoryBytes()));
                                return command;
                            },
                            environment,
                            container.process().stdin());
            ended = true;
            if (result.code() == NOT_STARTED) {
                throw Failures.configuration("run: container could not be started by " + program.getFileName() + ": "
                        + result.stderr().strip());
            }
            return result.as(container.process().result());
        } finally {
            if (!ended) {
                engine.kill(container.name());
            }
        }
    }

    private Map<String, String> configuration() {
        Map<String, String> environment = new LinkedHashMap<>();
        settings.environment().forEach((name, value) -> {
            if (CONFIGURATION.stream().anyMatch(name::startsWith)) {
                environment.put(name, value);
            }
        });
        return environment;
    }
}
