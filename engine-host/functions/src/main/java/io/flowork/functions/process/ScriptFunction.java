package io.flowork.functions.process;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Descriptors;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.script.JavaScript;
import io.flowork.functions.script.ScriptOutcome;
import io.flowork.functions.secret.Masking;
import io.flowork.functions.secret.SecretResolver;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code run: script}: JavaScript in a sandbox, and Python by an interpreter on the engine's machine, which has to be
 * allowed.
 *
 * <p>The code is {@code code}, or {@code source.content} when it was fetched from elsewhere.
 */
public final class ScriptFunction implements FunctionHandler {
    private final ProcessSettings settings;
    private @Nullable JavaScript javaScript;

    /** The function with what the owner decides. */
    public ScriptFunction(ProcessSettings settings) {
        this.settings = settings;
    }

    @Override
    public FunctionDescriptor descriptor() {
        return Descriptors.read(ScriptFunction.class, "script");
    }

    @Override
    public JsonValue call(FunctionCall call) throws FunctionException, InterruptedException {
        SecretResolver secrets = new SecretResolver(call.context());
        String language = new Arguments("run: script", call.arguments()).needText("language");
        switch (language) {
            case "js", "javascript" -> {}
            case "python" -> Abilities.require(call.context(), Abilities.PYTHON, "run: script in Python");
            case String other ->
                throw Failures.validation("Scripts are written in js or python, not in '" + other
                        + "'. For another language use run: shell.");
        }
        Arguments with = new Arguments("run: script", secrets.object(call.arguments()));
        String code = code(with);
        ProcessRun run = ProcessRun.of(with);
        Ended ended = language.equals("python")
                ? python(code, run, secrets.masking())
                : javaScript(code, run, secrets.masking());
        return ended.as(run.result());
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

    private Ended javaScript(String code, ProcessRun run, Masking masking)
            throws FunctionException, InterruptedException {
        ScriptOutcome outcome = sandbox().run(code, run.arguments(), run.environment(), run.stdin());
        return new Ended("run: script", outcome.code(), masking.text(outcome.stdout()), masking.text(outcome.stderr()));
    }

    private synchronized JavaScript sandbox() {
        JavaScript existing = javaScript;
        if (existing == null) {
            existing = new JavaScript(settings.script());
            javaScript = existing;
        }
        return existing;
    }

    private Ended python(String code, ProcessRun run, Masking masking) throws FunctionException, InterruptedException {
        Path program = Programs.first(settings.python(), settings.environment());
        if (program == null) {
            throw Failures.configuration(
                    "A script in Python needs '" + settings.python().getFirst()
                            + "', which is not there. Install Python 3 from https://www.python.org, or name an interpreter by"
                            + " the setting 'process.python'.");
        }
        return new ChildProcess("run: script", settings, masking)
                .run(
                        folder -> {
                            Path script = Files.writeString(folder.resolve("script.py"), code);
                            List<String> command = new ArrayList<>(List.of(program.toString(), script.toString()));
                            command.addAll(run.arguments());
                            return command;
                        },
                        run.environment(),
                        run.stdin());
    }
}
