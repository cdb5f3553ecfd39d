package io.flowork.lsp.complete;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape;
import java.util.List;

/** Makes the snippets of properties and tasks: what must be there is, with a tab stop for each part that is to be chosen. */
final class Snippets {
    private static final int STEP = 2;

    private final StringBuilder text = new StringBuilder();
    private int stops;

    private Snippets() {}

    /**
     * A property with the beginning of its value.
     *
     * @param indent how far its key is indented beyond the line
     */
    static String property(Property property, int indent) {
        Snippets snippet = new Snippets();
        snippet.entry(property, indent);
        return snippet.text.toString();
    }

    /**
     * A task with its name.
     *
     * @param indent how far the name is indented beyond the line
     */
    static String named(ObjectType kind, int indent) {
        Snippets snippet = new Snippets();
        snippet.stop("name").append(':');
        snippet.line(indent + STEP).task(kind, indent + STEP);
        return snippet.text.toString();
    }

    /**
     * The properties that a task of a kind needs.
     *
     * @param indent how far they are indented beyond the line
     */
    static String body(ObjectType kind, int indent) {
        Snippets snippet = new Snippets();
        snippet.task(kind, indent);
        return snippet.text.toString();
    }

    private void task(ObjectType kind, int indent) {
        boolean first = true;
        for (Property property : kind.properties()) {
            if (property.required()) {
                if (!first) {
                    line(indent);
                }
                entry(property, indent);
                first = false;
            }
        }
    }

    private void entry(Property property, int indent) {
        text.append(property.name()).append(':');
        value(property.shape(), property, indent);
    }

    private void value(Shape shape, Property property, int indent) {
        switch (shape) {
            case Shape.OneOf one -> choice(one.values());
            case Shape.Flag ignored -> choice(List.of("true", "false"));
            case Shape.Tasks ignored -> {
                line(indent + STEP).text.append("- ");
                stop("name").append(':');
                line(indent + STEP + STEP + STEP);
                stop("");
            }
            case Shape.NamedList ignored -> {
                line(indent + STEP).text.append("- ");
                stop("name").append(':');
                line(indent + STEP + STEP + STEP);
                stop("");
            }
            case Shape.ListOf ignored -> {
                line(indent + STEP).text.append("- ");
                stop("");
            }
            case Shape.Of of -> object(Language.type(of.type()), indent);
            case Shape.Deferred deferred -> value(deferred.shape(), property, indent);
            case Shape.Either either -> value(preferred(either), property, indent);
            case Shape.MapOf ignored -> {
                line(indent + STEP);
                stop("");
            }
            case Shape.Data data
            when data.object() -> {
                line(indent + STEP);
                stop("");
            }
            case Shape.OneTask ignored -> {
                line(indent + STEP);
                stop("");
            }
            case Shape.Expression expression -> {
                text.append(' ');
                if (expression.enclosed()) {
                    text.append("\\${ ");
                    stop("").append(" \\}");
                } else {
                    stop(
                            property.examples().isEmpty()
                                    ? ""
                                    : property.examples().getFirst());
                }
            }
            case Shape.Data ignored -> plain(property);
            case Shape.Text ignored -> plain(property);
            case Shape.Whole ignored -> plain(property);
            case Shape.Span ignored -> plain(property);
            case Shape.Uri ignored -> plain(property);
            case Shape.Flow ignored -> plain(property);
            case Shape.Reference ignored -> plain(property);
        }
    }

    /** Of several forms a value on the line of its key, else one with keys of its own; names and expressions last. */
    private static Shape preferred(Shape.Either either) {
        Shape best = either.alternatives().getFirst();
        for (Shape shape : either.alternatives()) {
            if (rank(shape) < rank(best)) {
                best = shape;
            }
        }
        return best;
    }

    private static int rank(Shape shape) {
        return switch (shape) {
            case Shape.Text ignored -> 0;
            case Shape.Uri ignored -> 0;
            case Shape.Span ignored -> 0;
            case Shape.OneOf ignored -> 0;
            case Shape.Flag ignored -> 0;
            case Shape.Whole ignored -> 0;
            case Shape.Flow ignored -> 0;
            case Shape.Either ignored -> 0;
            case Shape.Deferred ignored -> 0;
            case Shape.Of ignored -> 1;
            case Shape.MapOf ignored -> 1;
            case Shape.ListOf ignored -> 1;
            case Shape.NamedList ignored -> 1;
            case Shape.Tasks ignored -> 1;
            case Shape.OneTask ignored -> 1;
            case Shape.Data ignored -> 1;
            case Shape.Reference ignored -> 2;
            case Shape.Expression ignored -> 3;
        };
    }

    private void plain(Property property) {
        text.append(' ');
        stop(property.examples().isEmpty() ? "" : property.examples().getFirst());
    }

    private void object(ObjectType type, int indent) {
        boolean any = false;
        for (Property property : type.properties()) {
            if (property.required()) {
                line(indent + STEP);
                entry(property, indent + STEP);
                any = true;
            }
        }
        if (!any) {
            line(indent + STEP);
            stop("");
        }
    }

    private void choice(List<String> values) {
        text.append(" ${")
                .append(++stops)
                .append('|')
                .append(String.join(",", values))
                .append("|}");
    }

    private Snippets line(int indent) {
        text.append('\n').append(" ".repeat(indent));
        return this;
    }

    private StringBuilder stop(String placeholder) {
        text.append("${").append(++stops);
        if (!placeholder.isEmpty()) {
            text.append(':').append(Proposal.literal(placeholder));
        }
        return text.append('}');
    }
}
