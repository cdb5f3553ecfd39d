package io.flowork.lsp.complete;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape;
import io.flowork.lsp.slot.Slot;
import io.flowork.lsp.slot.Slot.Style;
import java.util.List;

/** Makes the snippets of properties and tasks: what must be there is, with a tab stop for each part that is to be chosen. */
final class Snippets {
    private static final int STEP = 2;

    private final Style style;
    private final StringBuilder text = new StringBuilder();
    private int stops;

    private Snippets(Style style) {
        this.style = style;
    }

    /**
     * A property with the beginning of its value.
     *
     * @param indent how far its key is indented beyond the line
     */
    static String property(Property property, int indent, Style style) {
        Snippets snippet = new Snippets(style);
        snippet.entry(property, indent);
        return snippet.text.toString();
    }

    /**
     * A task with its name, in braces where there are no lines.
     *
     * @param indent how far the name is indented beyond the line
     */
    static String named(ObjectType kind, int indent, Style style) {
        Snippets snippet = new Snippets(style);
        if (style == Style.BLOCK) {
            snippet.stop("name").append(':');
            snippet.line(indent + STEP).task(kind, indent + STEP);
        } else {
            snippet.text.append('{');
            snippet.name().append("{");
            snippet.task(kind, 0);
            snippet.text.append("}}");
        }
        return snippet.text.toString();
    }

    /**
     * The properties that a task of a kind needs.
     *
     * @param indent how far they are indented beyond the line
     */
    static String body(ObjectType kind, int indent, Style style) {
        Snippets snippet = new Snippets(style);
        snippet.task(kind, indent);
        return snippet.text.toString();
    }

    /** A key that is not of the language, with a place for its value. */
    static String entry(String key, String example, boolean text, Style style) {
        Snippets snippet = new Snippets(style);
        snippet.text
                .append(Proposal.literal(Written.text(key, style, Slot.NO_QUOTE)))
                .append(": ");
        snippet.stop(
                example.isEmpty() && !(text && style == Style.JSON)
                        ? ""
                        : text ? Written.text(example, style, Slot.NO_QUOTE) : example);
        return snippet.text.toString();
    }

    /** A key with keys under it that are not of the language. */
    static String under(String key, List<String> inside, int indent, Style style) {
        Snippets snippet = new Snippets(style);
        snippet.text
                .append(Proposal.literal(Written.text(key, style, Slot.NO_QUOTE)))
                .append(':');
        if (inside.isEmpty()) {
            snippet.under(indent);
            return snippet.text.toString();
        }
        snippet.text.append(style == Style.BLOCK ? "" : " {");
        String comma = "";
        for (String each : inside) {
            if (style == Style.BLOCK) {
                snippet.line(indent + STEP);
            } else {
                snippet.text.append(comma);
            }
            snippet.text
                    .append(Proposal.literal(Written.text(each, style, Slot.NO_QUOTE)))
                    .append(": ");
            snippet.stop("");
            comma = ", ";
        }
        snippet.text.append(style == Style.BLOCK ? "" : "}");
        return snippet.text.toString();
    }

    private void task(ObjectType kind, int indent) {
        properties(kind, indent, false);
    }

    /** The needed properties, each on a line or behind a comma. */
    private boolean properties(ObjectType type, int indent, boolean ownLines) {
        boolean any = false;
        for (Property property : type.properties()) {
            if (property.required()) {
                if (style == Style.BLOCK && (any || ownLines)) {
                    line(indent);
                } else if (any) {
                    text.append(", ");
                }
                entry(property, indent);
                any = true;
            }
        }
        return any;
    }

    private void entry(Property property, int indent) {
        text.append(Written.text(property.name(), style, Slot.NO_QUOTE)).append(':');
        value(property.shape(), property, indent);
    }

    private void value(Shape shape, Property property, int indent) {
        switch (shape) {
            case Shape.OneOf one -> choice(one.values(), true);
            case Shape.Flag ignored -> choice(List.of("true", "false"), false);
            case Shape.Tasks ignored -> named(indent);
            case Shape.NamedList ignored -> named(indent);
            case Shape.ListOf ignored -> {
                if (style == Style.BLOCK) {
                    line(indent + STEP).text.append("- ");
                    stop("");
                } else {
                    enclosed('[', ']');
                }
            }
            case Shape.Of of -> object(Language.type(of.type()), indent);
            case Shape.Deferred deferred -> value(deferred.shape(), property, indent);
            case Shape.Either either -> value(preferred(either), property, indent);
            case Shape.MapOf ignored -> under(indent);
            case Shape.Data data
            when data.object() -> {
                if (property.examples().isEmpty() || style == Style.BLOCK) {
                    under(indent);
                } else {
                    plain(property);
                }
            }
            case Shape.OneTask ignored -> under(indent);
            case Shape.Expression expression -> {
                if (expression.enclosed()) {
                    boolean quoted = style != Style.BLOCK;
                    text.append(style == Style.JSON ? " \"" : quoted ? " '" : " ")
                            .append("\\${ ");
                    stop("").append(" \\}").append(style == Style.JSON ? "\"" : quoted ? "'" : "");
                } else {
                    plain(property);
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

    /** A list with one name and a place for what it names. */
    private void named(int indent) {
        if (style == Style.BLOCK) {
            line(indent + STEP).text.append("- ");
            stop("name").append(':');
            line(indent + STEP + STEP + STEP);
            stop("");
        } else {
            text.append(" [{");
            name().append('{');
            stop("").append("}}]");
        }
    }

    /** A name that is to be chosen, up to its value. */
    private StringBuilder name() {
        String quote = style == Style.JSON ? "\"" : "";
        text.append(quote);
        return stop("name").append(quote).append(": ");
    }

    /** A place under the key, for keys that are to be chosen. */
    private void under(int indent) {
        if (style == Style.BLOCK) {
            line(indent + STEP);
            stop("");
        } else {
            enclosed('{', '}');
        }
    }

    private void enclosed(char open, char close) {
        text.append(' ').append(open);
        stop("").append(close);
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
        String example = property.examples().isEmpty()
                ? ""
                : Written.value(property.examples().getFirst(), style);
        boolean empty = example.isEmpty() && style == Style.JSON && !(property.shape() instanceof Shape.Whole);
        text.append(empty ? " \"" : " ");
        stop(example).append(empty ? "\"" : "");
    }

    private void object(ObjectType type, int indent) {
        if (style == Style.BLOCK) {
            if (!properties(type, indent + STEP, true)) {
                under(indent);
            }
            return;
        }
        text.append(" {");
        if (!properties(type, 0, false)) {
            stop("");
        }
        text.append('}');
    }

    private void choice(List<String> values, boolean texts) {
        String quote = texts && style == Style.JSON ? "\"" : "";
        text.append(' ')
                .append(quote)
                .append("${")
                .append(++stops)
                .append('|')
                .append(String.join(",", values))
                .append("|}")
                .append(quote);
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
