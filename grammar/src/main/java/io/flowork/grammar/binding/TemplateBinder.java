package io.flowork.grammar.binding;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.dsl.Shape.Section;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.workflow.Duration;
import io.flowork.grammar.workflow.Expression;
import io.flowork.grammar.workflow.ExternalResource;
import io.flowork.grammar.workflow.Template;
import io.flowork.grammar.yaml.ErrorNode;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes templates of checked values: which of their texts are expressions says the language model. */
final class TemplateBinder {
    private final Names names;
    private final Expressions expressions;
    private final boolean loose;

    TemplateBinder(Names names, Expressions expressions) {
        this.names = names;
        this.expressions = expressions;
        this.loose = names.loose();
    }

    /** The expression a checked text is. */
    Expression expression(Node node) {
        Expression expression = node instanceof ScalarNode scalar ? expressions.of(scalar) : null;
        if (expression == null) {
            throw new IllegalStateException("no expression at " + node.range());
        }
        return expression;
    }

    /** The expression a checked text is, if it is one. */
    @Nullable
    Expression maybeExpression(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? expressions.of(scalar) : null;
    }

    /** A value of a shape of the language. */
    Template of(Node node, Shape shape) {
        return switch (shape) {
            case Shape.Either either -> {
                for (Shape alternative : either.alternatives()) {
                    if (Rules.accepts(alternative, node)) {
                        yield of(node, alternative);
                    }
                }
                yield new Template.Literal(node.json());
            }
            case Shape.Of of -> object((MappingNode) node, Language.type(of.type()));
            case Shape.MapOf map -> {
                List<Template.Member> members = new ArrayList<>();
                for (MappingNode.Entry entry : ((MappingNode) node).entries()) {
                    members.add(new Template.Member(entry.name(), of(entry.value(), map.values())));
                }
                yield members(members);
            }
            case Shape.ListOf list -> {
                List<Template> elements = new ArrayList<>();
                for (Node item : ((SequenceNode) node).items()) {
                    elements.add(of(item, list.items()));
                }
                yield elements(elements);
            }
            case Shape.Uri uri -> uri(node, uri);
            case Shape.Expression ignored -> new Template.Computed(expression(node));
            case Shape.Text ignored -> data(node);
            case Shape.Data data -> data.template() ? data(node) : new Template.Literal(node.json());
            case Shape.Span ignored -> data(node);
            case Shape.OneOf ignored -> new Template.Literal(node.json());
            case Shape.Whole ignored -> new Template.Literal(node.json());
            case Shape.Flag ignored -> new Template.Literal(node.json());
            case Shape.Reference ignored -> new Template.Literal(node.json());
            case Shape.Flow ignored -> new Template.Literal(node.json());
            case Shape.Tasks ignored -> new Template.Literal(node.json());
            case Shape.OneTask ignored -> new Template.Literal(node.json());
            case Shape.NamedList ignored -> new Template.Literal(node.json());
            case Shape.Deferred ignored -> new Template.Literal(node.json());
        };
    }

    private Template uri(Node node, Shape.Uri shape) {
        Expression expression = maybeExpression(node);
        boolean variables = node instanceof ScalarNode scalar && scalar.text().indexOf('{') >= 0;
        if (expression != null || !variables || !shape.interpolated()) {
            return data(node);
        }
        return new Template.UriTemplate(((ScalarNode) node).text());
    }

    /** An object of a type; a reference to a way to authenticate is replaced by its definition. */
    Template object(MappingNode node, ObjectType type) {
        if (type.name().equals("authenticationOrReference") && node.get("use") instanceof ScalarNode name) {
            Node definition = names.find(Section.AUTHENTICATIONS, name.text());
            if (definition instanceof MappingNode mapping) {
                return object(mapping, Language.type("authentication"));
            }
        }
        List<Template.Member> members = new ArrayList<>();
        for (MappingNode.Entry entry : node.entries()) {
            Property property = type.property(entry.name());
            Template value = property == null ? data(entry.value()) : of(entry.value(), property.shape());
            members.add(new Template.Member(entry.name(), value));
        }
        return members(members);
    }

    /** Data in which whole texts may be expressions. */
    Template data(Node node) {
        return switch (node) {
            case ScalarNode scalar -> text(scalar);
            case SequenceNode sequence -> {
                List<Template> elements = new ArrayList<>(sequence.items().size());
                for (Node item : sequence.items()) {
                    elements.add(data(item));
                }
                yield elements(elements);
            }
            case MappingNode mapping -> {
                List<Template.Member> members =
                        new ArrayList<>(mapping.entries().size());
                for (MappingNode.Entry entry : mapping.entries()) {
                    members.add(new Template.Member(entry.name(), data(entry.value())));
                }
                yield members(members);
            }
            case ErrorNode error -> new Template.Literal(error.json());
        };
    }

    private Template text(ScalarNode node) {
        Expression expression = expressions.of(node);
        if (expression == null) {
            return new Template.Literal(node.json());
        }
        return loose && Expressions.enclosed(node.text()) == null
                ? new Template.Loose(expression, node.text())
                : new Template.Computed(expression);
    }

    private static Template elements(List<Template> elements) {
        JsonArray.Builder literal = new JsonArray.Builder();
        for (Template element : elements) {
            if (!(element instanceof Template.Literal value)) {
                return new Template.ArrayOf(elements);
            }
            literal.add(value.value());
        }
        return new Template.Literal(literal.build());
    }

    private static Template members(List<Template.Member> members) {
        JsonObject.Builder literal = new JsonObject.Builder();
        for (Template.Member member : members) {
            if (!(member.value() instanceof Template.Literal value)) {
                return new Template.ObjectOf(members);
            }
            literal.put(member.key(), value.value());
        }
        return new Template.Literal(literal.build());
    }

    /** A checked duration. */
    Duration duration(Node node) {
        if (node instanceof MappingNode mapping) {
            long sum = 0;
            for (MappingNode.Entry entry : mapping.entries()) {
                long unit = switch (entry.name()) {
                    case "days" -> 86_400_000L;
                    case "hours" -> 3_600_000L;
                    case "minutes" -> 60_000L;
                    case "seconds" -> 1000L;
                    default -> 1L;
                };
                long count = ((ScalarNode) entry.value()).json() instanceof JsonInteger integer ? integer.value() : 0;
                sum = Durations.plus(sum, count > Long.MAX_VALUE / unit ? Long.MAX_VALUE : count * unit);
            }
            return new Duration.Fixed(sum);
        }
        ScalarNode text = (ScalarNode) node;
        return expressions.of(text) == null
                ? new Duration.Fixed(Durations.iso(text.text()))
                : new Duration.Computed(data(text));
    }

    @Nullable
    Duration maybeDuration(@Nullable Node node) {
        return node == null ? null : duration(node);
    }

    /** A timeout, or the one in {@code use.timeouts} that a text names. */
    @Nullable
    Duration timeout(@Nullable Node node) {
        Node definition = node instanceof ScalarNode name ? names.find(Section.TIMEOUTS, name.text()) : node;
        return definition instanceof MappingNode mapping ? maybeDuration(mapping.get("after")) : null;
    }

    /** A document kept elsewhere. */
    ExternalResource resource(MappingNode node) {
        Property endpoint = Language.type("externalResource").property("endpoint");
        Node value = node.get("endpoint");
        if (endpoint == null || value == null) {
            throw new IllegalStateException("no endpoint at " + node.range());
        }
        return new ExternalResource(text(node, "name"), of(value, endpoint.shape()));
    }

    /** The text of a property, if it is there. */
    static @Nullable String text(MappingNode node, String key) {
        return node.get(key) instanceof ScalarNode scalar && scalar.json() instanceof JsonString text
                ? text.value()
                : null;
    }

    /** The text of a property, or another if it is not there. */
    static String text(MappingNode node, String key, String otherwise) {
        String text = text(node, key);
        return text == null ? otherwise : text;
    }
}
