package io.flowork.grammar.binding;

import io.flowork.grammar.workspace.Link;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
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
            report.link(new Link.Subflow(namespace.text(), name.text(), version.text(), name.range(), version.range()));
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
