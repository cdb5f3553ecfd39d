package io.flowork.functions.process;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionException;
import java.util.List;

/** What runs programs on the engine's machine, by the names under which the owner of the engine allows it. */
public final class Abilities {
    /** {@code run: shell}. */
    public static final String SHELL = "shell";

    /** {@code run: script} in Python. JavaScript needs no permission: it runs in a sandbox. */
    public static final String PYTHON = "script:python";

    /** {@code run: container}. */
    public static final String CONTAINER = "container";

    /** {@code call: mcp} with a server that is a process. */
    public static final String MCP = "mcp:stdio";

    /** All there are. */
    public static final List<String> ALL = List.of(SHELL, PYTHON, CONTAINER, MCP);

    private Abilities() {}

    static void require(FunctionCall.Context context, String ability, String what) throws FunctionException {
        if (!context.allows(ability)) {
            throw Failures.authorization(what + " is not allowed here, because it runs programs on this machine."
                    + " If you trust the workflow, allow it with --allow " + ability + ", or for all workflows by '"
                    + ability + "' in the table [allow] of flowork.toml.");
        }
    }
}
