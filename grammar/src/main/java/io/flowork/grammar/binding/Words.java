package io.flowork.grammar.binding;

import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.yaml.ErrorNode;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.List;

/** What values are called in messages. */
final class Words {
    private Words() {}

    /** What a value is. */
    static String found(Node node) {
        return switch (node) {
            case MappingNode ignored -> "an object";
            case SequenceNode ignored -> "a list";
            case ErrorNode ignored -> "unreadable";
            case ScalarNode scalar ->
                switch (scalar.json()) {
                    case JsonString ignored -> "a text";
                    case JsonNumber ignored -> "a number";
                    case JsonBoolean ignored -> "true or false";
                    default -> "nothing";
                };
        };
    }

    /** What a value must be. */
    static String expected(Shape shape) {
        return switch (shape) {
            case Shape.Data data -> data.object() ? "an object" : "a value";
            case Shape.Text ignored -> "a text";
            case Shape.OneOf one -> one.values().size() > 8 ? "one of certain texts" : list(one.values(), "or");
            case Shape.Whole ignored -> "a whole number";
            case Shape.Flag ignored -> "true or false";
            case Shape.Span ignored -> "a duration";
            case Shape.Expression ignored -> "an expression";
            case Shape.Uri ignored -> "a URI";
            case Shape.Tasks ignored -> "a list of tasks";
            case Shape.OneTask ignored -> "an object that says what it does";
            case Shape.Flow ignored -> "continue, exit, end or the name of a task";
            case Shape.Reference reference ->
                "the name of " + article(reference.section().noun());
            case Shape.MapOf ignored -> "an object";
            case Shape.ListOf ignored -> "a list";
            case Shape.NamedList ignored -> "a list";
            case Shape.Of ignored -> "an object";
            case Shape.Either either -> {
                StringBuilder words = new StringBuilder();
                for (Shape alternative : either.alternatives()) {
                    words.append(words.isEmpty() ? "" : " or ").append(expected(alternative));
                }
                yield words.toString();
            }
            case Shape.Deferred deferred -> expected(deferred.shape());
        };
    }

    /** A word with its indefinite article. */
    static String article(String noun) {
        return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }

    /** {@code 'a', 'b' or 'c'}. */
    static String list(List<String> words, String last) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            list.append(i == 0 ? "" : i == words.size() - 1 ? " " + last + " " : ", ");
            list.append('\'').append(words.get(i)).append('\'');
        }
        return list.toString();
    }
}
