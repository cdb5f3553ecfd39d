package io.flowork.functions.process;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Descriptors;
import io.flowork.functions.secret.SecretResolver;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code run: shell}: a command for {@code sh}, which sees its arguments as {@code $1}, {@code $2}, … */
public final class ShellFunction implements FunctionHandler {
    private final Map<String, String> environment;

    /**
     * The function.
     *
     * @param environment the engine's environment
     */
    public ShellFunction(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public FunctionDescriptor descriptor() {
        return Descriptors.read(ShellFunction.class, "shell");
    }

    @Override
    public JsonValue call(FunctionCall call) throws FunctionException, InterruptedException {
        Abilities.require(call.context(), "shell");
        SecretResolver secrets = new SecretResolver(call.context());
        Arguments with = new Arguments("run: shell", secrets.object(call.arguments()));
        List<String> command = new ArrayList<>(List.of("sh", "-c", with.needText("command"), "sh"));
        ProcessRun run = ProcessRun.of(with);
        command.addAll(run.arguments());
        return new ChildProcess("run: shell", environment, secrets.masking()).run(folder -> command, run);
    }
}
