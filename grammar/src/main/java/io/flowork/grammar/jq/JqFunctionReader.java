package io.flowork.grammar.jq;

import io.flowork.grammar.jq.JqFunction.Availability;
import io.flowork.grammar.jq.JqFunction.Example;
import io.flowork.grammar.jq.JqFunction.Parameter;
import io.flowork.grammar.jq.JqFunction.Rule;
import io.flowork.grammar.jq.JqFunction.Signature;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads entries of the catalogue of functions.
 *
 * <pre>
 * split($separator: string) : string -> [string]        what it takes and gives
 *   The parts of a text between separators.             what it does
 *   "a, b" => split(", ") => ["a","b"]                  input, program, outputs
 * </pre>
 *
 * A parameter with {@code $} is a value, with the kinds it can be behind a colon; one without is a filter. Behind the
 * arrow stands the type of the outputs, {@code same} for one like the input, {@code text} for a string that can be a
 * secret, {@code *} when the analysis has a rule of its own. {@code ->} means one output, {@code ->?} at most one,
 * {@code ->*} any number. {@code refused} and {@code internal} stand in the place of the types.
 */
final class JqFunctionReader {
    private static final Pattern HEAD = Pattern.compile("(\\w+)(?:\\((.*)\\))? : (.*)");
    private static final Pattern TYPES = Pattern.compile("(\\S+) ->([?*]?) (\\S+)");
    private static final Signature NONE = new Signature(Type.UNKNOWN, Rule.FIXED, Type.UNKNOWN, 0, true);

    private JqFunctionReader() {}

    static List<JqFunction> read(String text) {
        List<JqFunction> functions = new ArrayList<>();
        List<String> lines = text.lines().toList();
        int at = 0;
        while (at < lines.size()) {
            Matcher head = HEAD.matcher(lines.get(at));
            if (!head.matches()) {
                throw new IllegalArgumentException("no function: " + lines.get(at));
            }
            int next = at + 1;
            while (next < lines.size() && lines.get(next).startsWith("  ")) {
                next++;
            }
            functions.add(function(head, lines.subList(at + 1, next)));
            at = next;
        }
        return functions;
    }

    private static JqFunction function(Matcher head, List<String> lines) {
        String name = head.group(1);
        List<Parameter> parameters = head.group(2) == null ? List.of() : parameters(head.group(2));
        String summary = lines.getFirst().strip();
        String last = lines.getLast().strip();
        return switch (head.group(3)) {
            case "internal" -> new JqFunction(name, parameters, Availability.INTERNAL, "", summary, null, NONE);
            case "refused" -> new JqFunction(name, parameters, Availability.REFUSED, last, summary, null, NONE);
            default -> {
                Matcher types = TYPES.matcher(head.group(3));
                String[] example = last.split(" => ", -1);
                if (!types.matches() || example.length != 3) {
                    throw new IllegalArgumentException("no types or no example: " + name);
                }
                yield new JqFunction(
                        name,
                        parameters,
                        Availability.AVAILABLE,
                        "",
                        summary,
                        new Example(example[0], example[1], example[2]),
                        signature(types));
            }
        };
    }

    private static Signature signature(Matcher types) {
        String result = types.group(3);
        Rule rule = switch (result) {
            case "same" -> Rule.SAME;
            case "text" -> Rule.TEXT;
            case "*" -> Rule.OWN;
            default -> Rule.FIXED;
        };
        return new Signature(
                type(types.group(1)),
                rule,
                rule == Rule.FIXED ? type(result) : Type.UNKNOWN,
                types.group(2).isEmpty() ? 1 : 0,
                types.group(2).equals("*"));
    }

    private static List<Parameter> parameters(String text) {
        List<Parameter> parameters = new ArrayList<>();
        for (String one : text.split("; ", -1)) {
            boolean value = one.startsWith("$");
            String[] parts = one.substring(value ? 1 : 0).split(": ", -1);
            parameters.add(new Parameter(parts[0], value, parts.length > 1 ? type(parts[1]) : Type.UNKNOWN));
        }
        return parameters;
    }

    private static Type type(String text) {
        Type type = Type.NEVER;
        for (String one : text.split("\\|", -1)) {
            type = Types.join(type, single(one));
        }
        return type;
    }

    private static Type single(String text) {
        if (text.startsWith("[")) {
            return Type.arrayOf(type(text.substring(1, text.length() - 1)));
        }
        if (text.startsWith("\"")) {
            return Type.texts(List.of(text.substring(1, text.length() - 1)));
        }
        return switch (text) {
            case "any" -> Type.UNKNOWN;
            case "never" -> Type.NEVER;
            case "null" -> Type.NULL;
            case "boolean" -> Type.BOOLEAN;
            case "number" -> Type.NUMBER;
            case "string" -> Type.STRING;
            case "array" -> Type.ARRAY;
            case "object" -> Type.OBJECT;
            default -> throw new IllegalArgumentException("no type: " + text);
        };
    }
}
