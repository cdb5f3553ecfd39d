package io.flowork.lsp.complete;

import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.flow.Places;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionName;
import io.flowork.grammar.workflow.FunctionSignature;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.YamlReader;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.outline.Outline;
import java.util.Optional;

/** What functions want to be called with: the engine's, the workflow's own, and those of catalogs. */
record FunctionInputs(Snapshot snapshot, Neighbours neighbours) {
    private static final String SCHEMA = "/input/schema/document";

    /**
     * What a function wants.
     *
     * @param schema its input's JSON Schema
     * @param summary what it is for; may be empty
     */
    record Wanted(JsonObject schema, String summary) {}

    /** What a function wants, if somebody says it. */
    Optional<Wanted> of(String function) {
        FunctionSignature known = snapshot.functions().find(function);
        if (known != null) {
            return Optional.of(new Wanted(known.input(), known.summary()));
        }
        for (Outline.Definition definition : snapshot.outline().definitions()) {
            if (definition.section() == Shape.Section.FUNCTIONS
                    && definition.name().equals(function)) {
                return wanted(definition.value().node());
            }
        }
        return FunctionName.of(function) instanceof FunctionName.Catalogued named
                        && named.catalog().equals(FunctionName.DEFAULT_CATALOG)
                ? neighbours
                        .described(new Neighbours.Function(named.name(), named.version()))
                        .map(text -> YamlReader.read(SourceText.of("function.yaml", text))
                                .root())
                        .flatMap(FunctionInputs::wanted)
                : Optional.empty();
    }

    private static Optional<Wanted> wanted(Node function) {
        Node schema = Places.at(function, SCHEMA);
        return schema != null && schema.json() instanceof JsonObject object
                ? Optional.of(new Wanted(object, ""))
                : Optional.empty();
    }
}
