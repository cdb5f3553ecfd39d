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

/** {@code run: shell}: a command for {@code sh}, which sees its arguments as {@code $1}, {@code $2}, … */
public final class ShellFunction implements FunctionHandler {
    private final ProcessSettings settings;

    /** The function with what the owner decides. */
    public ShellFunction(ProcessSettings settings) {
        this.settings = settings;
    }

    @Override
    public FunctionDescriptor descriptor() {
        return Descriptors.read(ShellFunction.class, "shell");
    }

    @Override
    public JsonValue call(FunctionCall call) throws FunctionException, InterruptedException {
        Abilities.require(call.context(), Abilities.SHELL, "run: shell");
        SecretResolver secrets = new SecretResolver(call.context());
        Arguments with = new Arguments("run: shell", secrets.object(call.arguments()));
        List<String> command = new ArrayList<>(List.of("sh", "-c", with.needText("command"), "sh"));
        ProcessRun run = ProcessRun.of(with);
        command.addAll(run.arguments());
        return new ChildProcess("run: shell", settings, secrets.masking())
                .run(folder -> command, run.environment(), run.stdin())
                .as(run.result());
    }
}
