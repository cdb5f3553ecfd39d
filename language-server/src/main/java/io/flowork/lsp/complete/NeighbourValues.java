package io.flowork.lsp.complete;

import io.flowork.lsp.slot.Expected;
import io.flowork.lsp.slot.Members;
import io.flowork.lsp.slot.Slot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Values that other files give: workflows to run, and types of events. */
record NeighbourValues(Neighbours neighbours, Slot slot, Expected expected) {
    private static final String SUBFLOW = "subflow";
    private static final String LATEST = "latest";

    /**
     * Proposes what others have.
     *
     * @param proposal is told each value with a few words about it
     * @return whether there is anything for this place
     */
    boolean addTo(BiConsumer<String, String> proposal) {
        Map<String, String> values = new LinkedHashMap<>();
        if (expected.is(SUBFLOW, "name")) {
            workflows(values);
        } else if (expected.is(SUBFLOW, "namespace")) {
            for (Neighbours.Workflow workflow : neighbours.workflows()) {
                values.putIfAbsent(workflow.namespace(), "namespace");
            }
        } else if (expected.is(SUBFLOW, "version")) {
            versions(values);
        } else if (expected.is("eventAttributes", "type") || expected.is("emittedEvent", "type")) {
            events(expected.is("eventAttributes", "type"), values);
        }
        values.forEach(proposal);
        return !values.isEmpty();
    }

    /** What the object around says of a key. */
    private String beside(String key) {
        Members around = slot.path().getLast() instanceof Slot.Step.Key last ? last.beside() : slot.around();
        return around.value(key);
    }

    private void workflows(Map<String, String> values) {
        String namespace = beside("namespace");
        for (Neighbours.Workflow workflow : neighbours.workflows()) {
            if (namespace.isEmpty() || namespace.equals(workflow.namespace())) {
                values.putIfAbsent(workflow.name(), workflow.namespace() + ", in " + workflow.file());
            }
        }
    }

    private void versions(Map<String, String> values) {
        String namespace = beside("namespace");
        String name = beside("name");
        for (Neighbours.Workflow workflow : neighbours.workflows()) {
            if (workflow.name().equals(name) && (namespace.isEmpty() || namespace.equals(workflow.namespace()))) {
                values.putIfAbsent(workflow.version(), "in " + workflow.file());
            }
        }
        values.put(LATEST, "the newest that there is");
    }

    /** Types that others wait for where one is emitted, and the other way round; then those that are used alike. */
    private void events(boolean awaited, Map<String, String> values) {
        for (boolean counterpart : new boolean[] {true, false}) {
            for (Neighbours.Event event : neighbours.events()) {
                if (counterpart == (event.emitted() == awaited)) {
                    values.putIfAbsent(
                            event.type(), (event.emitted() ? "emitted in " : "waited for in ") + event.file());
                }
            }
        }
    }
}
