package io.flowork.grammar.binding;

import io.flowork.grammar.workflow.DataStage;
import io.flowork.grammar.workflow.SchemaSpec;
import io.flowork.grammar.workflow.Template;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import org.jspecify.annotations.Nullable;

/** Binds {@code input}, {@code output} and {@code export}. */
final class StageBinder {
    private final TemplateBinder templates;

    StageBinder(TemplateBinder templates) {
        this.templates = templates;
    }

    /**
     * A stage of the data flow.
     *
     * @param transform the key of its transformation: {@code from} or {@code as}
     */
    DataStage stage(@Nullable Node node, String transform) {
        if (!(node instanceof MappingNode mapping)) {
            return DataStage.NONE;
        }
        SchemaSpec schema = mapping.get("schema") instanceof MappingNode given ? schema(given) : null;
        Node value = mapping.get(transform);
        if (value == null) {
            return schema == null ? DataStage.NONE : new DataStage(schema, null);
        }
        Template template = value instanceof ScalarNode
                ? new Template.Computed(templates.expression(value))
                : templates.data(value);
        return new DataStage(schema, template);
    }

    private SchemaSpec schema(MappingNode node) {
        Node document = node.get("document");
        if (document != null) {
            return new SchemaSpec.Inline(document.json());
        }
        if (node.get("resource") instanceof MappingNode resource) {
            return new SchemaSpec.External(templates.resource(resource));
        }
        throw new IllegalStateException("no schema at " + node.range());
    }
}
