package io.flowork.grammar.binding;

import io.flowork.grammar.flow.Places;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.schema.SchemaReferences;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workspace.Link;
import io.flowork.grammar.yaml.ErrorNode;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import org.jspecify.annotations.Nullable;

/** Finds what a document names outside of itself. */
final class Links {
    private Links() {}

    /** Notes the workflow that {@code run.workflow} names. */
    static void subflow(MappingNode node, Report report) {
        ScalarNode namespace = text(node.get("namespace"));
        ScalarNode name = text(node.get("name"));
        ScalarNode version = text(node.get("version"));
        if (namespace != null && name != null && version != null) {
            report.link(new Link.Subflow(
                    namespace.text(), name.text(), version.text(), namespace.range(), name.range(), version.range()));
        }
    }

    /**
     * Notes the file that a resource is kept in, when that is named by a relative path.
     *
     * @param where what messages call the resource; a schema's stands under {@code resource}
     */
    static void resource(MappingNode node, String where, Report report) {
        ScalarNode uri = text(node.get("endpoint"));
        if (uri == null && node.get("endpoint") instanceof MappingNode endpoint) {
            uri = text(endpoint.get("uri"));
        }
        if (uri != null && isRelative(uri.text())) {
            report.link(new Link.Resource(uri.text(), where.equals("'resource'"), uri.range()));
        }
    }

    /** Notes what a schema in the workflow refers to. */
    static void schema(MappingNode node, Report report) {
        if (!(node.get("document") instanceof MappingNode document) || !mentions(document)) {
            return;
        }
        JsonValue schema = document.json();
        for (SchemaReferences.Reference reference : SchemaReferences.of(schema, "")) {
            Node place = Places.at(document, reference.pointer());
            if (place != null) {
                boolean exists = reference.file() != null || SchemaReferences.leads(schema, reference.fragment());
                String meant = exists ? null : SchemaReferences.nearest(schema, reference.fragment());
                report.link(new Link.SchemaPart(reference, exists, meant, place.range()));
            }
        }
    }

    /** Whether there is a reference at all; most schemas have none. */
    private static boolean mentions(Node node) {
        return switch (node) {
            case MappingNode mapping ->
                mapping.has("$ref") || mapping.entries().stream().anyMatch(entry -> mentions(entry.value()));
            case SequenceNode list -> list.items().stream().anyMatch(Links::mentions);
            case ScalarNode scalar -> false;
            case ErrorNode error -> false;
        };
    }

    /** Notes a function of a catalog, unless the catalog is on another machine. */
    static void function(String name, String version, @Nullable Node catalog, Range range, Report report) {
        if (catalog == null) {
            report.link(new Link.Function(name, version, null, range));
            return;
        }
        Node endpoint = catalog instanceof MappingNode mapping ? mapping.get("endpoint") : null;
        ScalarNode uri = text(endpoint instanceof MappingNode mapping ? mapping.get("uri") : endpoint);
        if (uri != null && (isRelative(uri.text()) || uri.text().startsWith("file:"))) {
            report.link(new Link.Function(name, version, uri.text(), range));
        }
    }

    /** A text that is neither an expression nor has variables in it. */
    private static @Nullable ScalarNode text(@Nullable Node node) {
        return node instanceof ScalarNode scalar
                        && scalar.isString()
                        && !scalar.text().isBlank()
                        && scalar.text().indexOf('{') < 0
                ? scalar
                : null;
    }

    private static boolean isRelative(String uri) {
        return !uri.startsWith("/") && uri.indexOf(':') < 0 && uri.indexOf('?') < 0 && uri.indexOf('#') < 0;
    }
}
