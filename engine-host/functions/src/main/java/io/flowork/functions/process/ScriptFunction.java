package io.flowork.functions.process;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Descriptors;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.secret.SecretResolver;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code run: script}: JavaScript by the {@code node} and Python by the {@code python3} on the engine's {@code PATH}.
 *
 * <p>The code is {@code code}, or {@code source.content} when it was fetched from elsewhere.
 */
public final class ScriptFunction implements FunctionHandler {
    /** A line that only a JavaScript module can have. */
    private static final Pattern MODULE = Pattern.compile("(?m)^\\s*(?:import\\s*[\\w{*\"']|export\\s+[\\w{*])");

    private final Map<String, String> environment;

    /**
     * The function.
     *
     * @param environment the engine's environment
     */
    public ScriptFunction(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    private record Language(String name, String install, List<String> programs, String file) {}

    @Override
    public FunctionDescriptor descriptor() {
        return Descriptors.read(ScriptFunction.class, "script");
    }

    @Override
    public JsonValue call(FunctionCall call) throws FunctionException, InterruptedException {
        Abilities.require(call.context(), "script");
        SecretResolver secrets = new SecretResolver(call.context());
        Arguments with = new Arguments("run: script", secrets.object(call.arguments()));
        String code = code(with);
        Language language = language(with.needText("language"), code);
        Path program = program(language);
        ProcessRun run = ProcessRun.of(with);
        return new ChildProcess("run: script", environment, secrets.masking())
                .run(
                        folder -> {
                            Path script = Files.writeString(folder.resolve(language.file()), code);
                            List<String> command = new ArrayList<>(List.of(program.toString(), script.toString()));
                            command.addAll(run.arguments());
                            return command;
                        },
                        run);
    }

    private static String code(Arguments with) throws FunctionException {
        String code = with.text("code");
        if (code != null) {
            return code;
        }
        if (with.get("source") instanceof JsonObject source) {
            return new Arguments("'source' of run: script", source).needText("content");
        }
        throw Failures.validation("run: script needs 'code' or 'source'.");
    }

    private static Language language(String name, String code) throws FunctionException {
        return switch (name) {
            case "js", "javascript" ->
                new Language(
                        "JavaScript",
                        "Node.js from https://nodejs.org",
                        List.of("node", "nodejs"),
                        MODULE.matcher(code).find() ? "script.mjs" : "script.js");
            case "python" ->
                new Language(
                        "Python", "Python 3 from https://www.python.org", List.of("python3", "python"), "script.py");
            case String other ->
                throw Failures.validation("Scripts are written in js or python, not in '" + other
                        + "'. For another language use run: shell.");
        };
    }

    private Path program(Language language) throws FunctionException {
        for (String name : language.programs()) {
            Path found = find(name);
            if (found != null) {
                return found;
            }
        }
        throw Failures.configuration("A script in " + language.name() + " needs '"
                + language.programs().getFirst() + "', which is not on the PATH. Install " + language.install() + ".");
    }

    private @Nullable Path find(String program) {
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            for (String suffix : List.of("", ".exe")) {
                File file = new File(folder, program + suffix);
                if (!folder.isEmpty() && file.isFile() && file.canExecute()) {
                    return file.toPath();
                }
            }
        }
        return null;
    }
}
