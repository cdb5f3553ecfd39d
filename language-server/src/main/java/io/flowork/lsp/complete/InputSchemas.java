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
import io.flowork.lsp.slot.Given;
import io.flowork.lsp.slot.Given.Taker;
import java.util.Optional;

/**
 * What functions and workflows want to be given: functions of the engine, of the workflow itself and of catalogs, and
 * workflows of other files.
 */
public record InputSchemas(Snapshot snapshot, Neighbours neighbours) {
    private static final String SCHEMA = "/input/schema/document";

    /**
     * What somebody wants.
     *
     * @param input what the input must be like
     * @param summary what it is for; may be empty
     */
    record Wanted(SchemaPart input, String summary) {}

    /** What a part of data must be like, if somebody says it. */
    public Optional<SchemaPart> of(Given given) {
        return of(given.to()).flatMap(wanted -> wanted.input().at(given.path()));
    }

    /** What somebody wants, if they say it. */
    Optional<Wanted> of(Taker taker) {
        return switch (taker) {
            case Taker.Function function -> ofFunction(function.name());
            case Taker.Workflow workflow ->
                neighbours
                        .input(workflow.namespace(), workflow.name(), workflow.version())
                        .map(schema -> new Wanted(SchemaPart.whole(schema), ""));
        };
    }

    private Optional<Wanted> ofFunction(String function) {
        FunctionSignature known = snapshot.functions().find(function);
        if (known != null) {
            return Optional.of(new Wanted(SchemaPart.whole(known.input()), known.summary()));
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
                        .flatMap(InputSchemas::wanted)
                : Optional.empty();
    }

    private static Optional<Wanted> wanted(Node function) {
        Node schema = Places.at(function, SCHEMA);
        return schema != null && schema.json() instanceof JsonObject object
                ? Optional.of(new Wanted(SchemaPart.whole(object), ""))
                : Optional.empty();
    }
}
