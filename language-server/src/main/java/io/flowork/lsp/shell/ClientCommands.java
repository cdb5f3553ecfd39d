package io.flowork.lsp.shell;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.InitializeParams;
import org.jspecify.annotations.Nullable;

/**
 * The commands that a client says it has, as the protocol knows only those of servers: {@code commands}, an array of their
 * names, in its initialisation options or its experimental capabilities.
 */
final class ClientCommands {
    /** Runs a workflow: URI, JSON pointer of where to begin. */
    static final String RUN = "flowork.run";

    /** Runs a workflow and stops on the way: URI, JSON pointer. */
    static final String DEBUG = "flowork.debug";

    /** Runs a workflow's tests: URI, JSON pointer. */
    static final String TEST = "flowork.test";

    /** Shows a recorded run: URI, the run's id. */
    static final String SHOW_RUN = "flowork.showRun";

    /** Shows places: URI, the position of the name, the places as locations. */
    static final String SHOW_REFERENCES = "flowork.showReferences";

    private static final String MEMBER = "commands";

    private ClientCommands() {}

    static Set<String> of(InitializeParams params) {
        ClientCapabilities capabilities = params.getCapabilities();
        Set<String> commands = new LinkedHashSet<>();
        read(params.getInitializationOptions(), commands);
        read(capabilities == null ? null : capabilities.getExperimental(), commands);
        return commands;
    }

    private static void read(@Nullable Object given, Set<String> commands) {
        JsonValue read;
        try {
            read = JsonReader.parse(String.valueOf(given));
        } catch (JsonSyntaxException e) {
            return; // an object of the library's own says nothing of commands
        }
        for (JsonValue part : parts(read)) {
            if (part instanceof JsonObject object && object.get(MEMBER) instanceof JsonArray names) {
                for (JsonValue name : names) {
                    if (name instanceof JsonString text) {
                        commands.add(text.value());
                    }
                }
            }
        }
    }

    /** The whole, and what is under {@code flowork} or {@code commands}. */
    private static List<JsonValue> parts(JsonValue whole) {
        return whole instanceof JsonObject object
                ? List.of(whole, orWhole(object, "flowork"), orWhole(object, MEMBER))
                : List.of();
    }

    private static JsonValue orWhole(JsonObject object, String member) {
        JsonValue inner = object.get(member);
        return inner == null ? object : inner;
    }
}
