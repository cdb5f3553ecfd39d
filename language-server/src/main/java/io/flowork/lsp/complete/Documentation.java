package io.flowork.lsp.complete;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqFunction;
import io.flowork.grammar.types.Type;
import java.util.stream.Collectors;

/** Markdown about what the language knows, made from the model. */
public final class Documentation {
    private Documentation() {}

    /** About a kind of object, with its properties. */
    public static String of(ObjectType type) {
        StringBuilder text = new StringBuilder(type.summary());
        String lead = "\n\n";
        for (Property property : type.properties()) {
            text.append(lead).append("- `").append(property.name()).append('`');
            text.append(property.required() ? " (needed): " : ": ").append(property.summary());
            lead = "\n";
        }
        return text.toString();
    }

    /** About a property: what it is for, its usual value, since when there is it, and examples. */
    public static String of(Property property) {
        StringBuilder text = new StringBuilder(property.summary());
        if (property.standard() != null) {
            text.append("\n\nWithout it: `").append(property.standard()).append('`');
        }
        if (property.needs() != null) {
            text.append("\n\nOnly together with `").append(property.needs()).append('`');
        }
        if (!property.since().equals(Property.FIRST)) {
            text.append(
                    property.since().equals(Property.NEXT)
                            ? "\n\nComes with the version after 1.0.3"
                            : "\n\nSince DSL " + property.since());
        }
        if (!property.examples().isEmpty()) {
            text.append("\n\n```yaml");
            property.examples()
                    .forEach(example -> text.append('\n')
                            .append(property.name())
                            .append(": ")
                            .append(example));
            text.append("\n```");
        }
        return text.toString();
    }

    /** About a function of jq: what it does, and a use of it with what comes of it. */
    public static String of(JqFunction function) {
        StringBuilder text = new StringBuilder(function.summary());
        JqFunction.Example example = function.example();
        if (example != null) {
            text.append("\n\n```text\n")
                    .append(example.input())
                    .append(" | ")
                    .append(example.program())
                    .append("\n→ ")
                    .append(example.outputs())
                    .append("\n```");
        }
        return text.toString();
    }

    /** What a function of jq takes and gives, in one line. */
    public static String signature(JqFunction function) {
        JqFunction.Signature signature = function.signature();
        String result = switch (signature.rule()) {
            case FIXED -> signature.result().isNever() ? "nothing" : any(signature.result());
            case SAME -> "the same";
            case TEXT -> "string";
            case OWN -> "";
        };
        String outputs = signature.several() ? " (any number)" : signature.least() == 0 ? " (or nothing)" : "";
        return any(signature.accepts()) + " →" + (result.isEmpty() ? " …" : " " + result) + outputs;
    }

    private static String any(Type type) {
        return type.isUnknown() ? "any" : type(type);
    }

    /** The type of something that a function takes or gives. */
    public static String type(Type type) {
        return type.toString().replace("[unknown, …]", "array");
    }

    /** How a function is called that an expression defines. */
    public static String usage(Filter.Function function) {
        return function.parameters().isEmpty()
                ? function.name()
                : function.name()
                        + function.parameters().stream()
                                .map(parameter -> (parameter.value() ? "$" : "") + parameter.name())
                                .collect(Collectors.joining("; ", "(", ")"));
    }

    /** About a function of a protocol. */
    public static String ofProtocol(String name) {
        ObjectType arguments = Language.arguments(name);
        return arguments == null ? "" : of(arguments);
    }
}
