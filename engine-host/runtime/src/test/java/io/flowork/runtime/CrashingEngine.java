package io.flowork.runtime;

import io.flowork.grammar.json.JsonObject;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;

/** A process with an engine that goes on with what it finds and starts further runs, to be killed. */
final class CrashingEngine {
    private CrashingEngine() {}

    /** The store's folder, where calls are noted, and how many runs to start. Ends when all runs have. */
    public static void main(String[] arguments) {
        StepFunction.LOG.set(arguments[1]);
        try (SqliteStore store = SqliteStore.open(Path.of(arguments[0]));
                Engine engine = CrashWorkflows.engine(store)) {
            new Recovery(engine, CrashWorkflows::program).recoverAll();
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                Run run = engine.start(CrashWorkflows.MAIN, JsonObject.EMPTY, null)
                        .awaitAccepted();
                run.whenEnded((result, failure) -> say("ended " + run.id() + ";"));
                say("accepted " + run.id() + ";");
            }
            while (engine.runs() > 0) {
                Thread.onSpinWait();
            }
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
