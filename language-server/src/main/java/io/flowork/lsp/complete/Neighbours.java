package io.flowork.lsp.complete;

import io.flowork.grammar.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** What other files give a workflow to name. */
public interface Neighbours {
    /** There are no other files. */
    Neighbours NONE = new Neighbours() {
        @Override
        public List<Workflow> workflows() {
            return List.of();
        }

        @Override
        public List<Event> events() {
            return List.of();
        }

        @Override
        public List<Function> functions() {
            return List.of();
        }

        @Override
        public Optional<String> described(Function function) {
            return Optional.empty();
        }

        @Override
        public Optional<JsonValue> input(String namespace, String name, String version) {
            return Optional.empty();
        }
    };

    /**
     * A workflow that can be run.
     *
     * @param file the name of its file
     */
    record Workflow(String namespace, String name, String version, String file) {}

    /**
     * A type of events.
     *
     * @param emitted whether such events are emitted; else they are waited for
     * @param file the name of a file that has it
     */
    record Event(String type, boolean emitted, String file) {}

    /** A function of the default catalog: a folder {@code functions} beside the workflow or above. */
    record Function(String name, String version) {}

    /** All workflows, by their names. */
    List<Workflow> workflows();

    /** All types of events, by their names. */
    List<Event> events();

    /** The functions of the default catalog. */
    List<Function> functions();

    /** The text that defines a function. */
    Optional<String> described(Function function);

    /**
     * The JSON Schema of what a workflow must be given, if there is one.
     *
     * @param version a version, or {@code latest}
     */
    Optional<JsonValue> input(String namespace, String name, String version);
}
