package io.flowork.functions.process;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionException;

/** Asks whether the owner of the engine allows processes. */
final class Abilities {
    private Abilities() {}

    static void require(FunctionCall.Context context, String ability) throws FunctionException {
        if (!context.allows(ability)) {
            throw Failures.authorization(
                    "run: " + ability + " is not allowed here, because it runs programs on this machine."
                            + " If you trust the workflow, allow it with --allow " + ability + ".");
        }
    }
}
