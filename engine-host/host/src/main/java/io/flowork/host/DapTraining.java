package io.flowork.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What an editor asks the debug adapter, for {@link AotTraining}. */
final class DapTraining {
    private static final String NONE = "{}";
    private static final String ON_MAIN = "{\"threadId\": 1}";

    /** The first frame of a stack, and the values of scopes, have small numbers. */
    private static final int NUMBERS = 4;

    private final TrainedServer adapter;
    private int asked;

    private DapTraining(TrainedServer adapter) {
        this.adapter = adapter;
    }

    /** One session about the newest run of a workflow. */
    static void with(TrainedServer.Server server, Path workflow) throws IOException {
        TrainedServer.with(server, client -> new DapTraining(client).session(workflow));
    }

    private void session(Path workflow) throws IOException {
        var _ = ask("initialize", """
                {"clientID": "training", "adapterID": "flowork", "linesStartAt1": true, "columnsStartAt1": true,
                 "supportsVariableType": true, "supportsProgressReporting": true}
                """);
        String path = TrainedServer.quoted(workflow.toString());
        var _ = ask("attach", "{\"program\": \"%s\"}".formatted(path));
        String source = "{\"source\": {\"path\": \"%s\"}, \"line\": 4, \"breakpoints\": [%s]}";
        var _ = ask("setBreakpoints", source.formatted(path, "{\"line\": 5, \"condition\": \"$item > 1\"}"));
        var _ = ask("setExceptionBreakpoints", "{\"filters\": [\"raised\"]}");
        move("configurationDone", NONE);
        for (String way :
                List.of("continue", "continue", "reverseContinue", "next", "stepIn", "stepOut", "stepBack", "next")) {
            move(way, ON_MAIN);
        }
        move("flowork/seek", "{\"t\": 9}");
        var _ = ask("flowork/timeline", NONE);
        var _ = ask("gotoTargets", source.formatted(path, ""));
        var _ = ask("breakpointLocations", source.formatted(path, ""));
        var _ = ask("loadedSources", NONE);
        var _ = ask("disconnect", NONE);
    }

    /** Asks for a move, and what editors ask wherever a session stops. */
    private void move(String command, String arguments) throws IOException {
        if (!ask(command, arguments).contains("\"success\":true")) {
            return; // it stays where it is
        }
        var _ = adapter.await("\"event\":\"stopped\"");
        var _ = ask("threads", NONE);
        var _ = ask("stackTrace", ON_MAIN);
        var _ = ask("scopes", "{\"frameId\": 1}");
        for (int number = 1; number < NUMBERS; number++) {
            var _ = ask("variables", "{\"variablesReference\": " + number + "}");
        }
        var _ = ask("evaluate", "{\"expression\": \".items | length\", \"context\": \"watch\"}");
    }

    /** Asks, and waits for the answer, which may be a refusal. */
    private String ask(String command, String arguments) throws IOException {
        asked++;
        adapter.send("{\"seq\": %d, \"type\": \"request\", \"command\": \"%s\", \"arguments\": %s}"
                .formatted(asked, command, arguments));
        return adapter.await("\"request_seq\":" + asked + ",");
    }
}
