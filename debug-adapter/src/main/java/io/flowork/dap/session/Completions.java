package io.flowork.dap.session;

import io.flowork.core.machine.ActiveFrame;
import io.flowork.grammar.jq.JqFunction;
import io.flowork.grammar.jq.JqFunctions;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.ParsedFilter;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The ways to go on with an expression that is being written: names that are there, and keys of the data that is there. */
final class Completions {
    private static final int MOST = 500;

    /** How many values are looked at for their keys. */
    private static final int MOST_VALUES = 100;

    private static final String TEXT = "\"(?:[^\"\\\\]|\\\\.)*\"";
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w*)$");
    private static final Pattern BOUND = Pattern.compile("\\b(?:as|label)\\s+[^|]*?\\$(\\w+)");
    private static final Pattern FORMAT = Pattern.compile("@(\\w*)$");
    /** A path, and a key that is begun after it. */
    private static final Pattern MEMBER = Pattern.compile(
            "((?:\\$\\w+)?(?:\\.\\w+|\\.?\\[(?:-?\\d+|" + TEXT + ")?\\]|\\." + TEXT + "|\\?)*)\\.(\\w*)$");

    private static final Pattern WORD = Pattern.compile("(?:^|[^\\w.$@])([A-Za-z_]\\w*)$");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");

    private final Session session;
    private final ActiveFrame frame;

    /** Completions at a frame. */
    Completions(Session session, ActiveFrame frame) {
        this.session = session;
        this.frame = frame;
    }

    /**
     * The ways to go on, the most likely first.
     *
     * @param before the text up to where it is being written
     * @param start where in it the expression begins, in UTF-16 code units
     */
    List<Evaluations.Completion> of(String before, int start) {
        JqPrefix prefix = JqPrefix.of(before.substring(start));
        if (prefix.isInText()) {
            return List.of();
        }
        Matcher variable = VARIABLE.matcher(before);
        if (variable.find() && variable.start() >= start) {
            return proposals(variables(before.substring(start)), "$", variable.group(1), variable.start(), "variable");
        }
        Matcher format = FORMAT.matcher(before);
        if (format.find() && format.start() >= start) {
            Set<String> formats = new TreeSet<>(JqFunctions.formats().keySet());
            return proposals(formats, "@", format.group(1), format.start(), "function");
        }
        Matcher member = MEMBER.matcher(before).region(start + prefix.begin(), before.length());
        if (member.find()) {
            if (member.start() > start && isValue(before.charAt(member.start() - 1))) {
                return List.of(); // a part of what is in parentheses, or of what a function gives
            }
            String of = member.group(1).isEmpty() ? "." : member.group(1);
            int from = member.start(2);
            return proposals(keys(prefix.input() + " | " + of), "", before.substring(from), from, "property");
        }
        Matcher word = WORD.matcher(before).region(start, before.length());
        String begun = word.find() ? word.group(1) : "";
        if (begun.isEmpty() && !before.substring(start).isBlank()) {
            return List.of();
        }
        return proposals(functions(), "", begun, before.length() - begun.length(), "function");
    }

    private static boolean isValue(char c) {
        return c == ')' || c == ']' || c == '}' || c == '"' || Character.isLetterOrDigit(c);
    }

    /** Those that the expression binds itself, then those of loops and handlers, the innermost first, then the others. */
    private Set<String> variables(String before) {
        Set<String> names = new LinkedHashSet<>();
        Matcher bound = BOUND.matcher(before);
        while (bound.find()) {
            if (bound.end() < before.length()) {
                names.add(bound.group(1));
            }
        }
        names.addAll(frame.node().scope().locals().reversed());
        names.addAll(new TreeSet<>(frame.node().scope().names()));
        names.remove("");
        return names;
    }

    private static Set<String> functions() {
        Set<String> functions = new TreeSet<>();
        for (JqFunction function : JqFunctions.all().values()) {
            if (function.availability() == JqFunction.Availability.AVAILABLE) {
                functions.add(function.name());
            }
        }
        return functions;
    }

    /** The keys of the values that an expression has here, in their order; those that are no names are in quotes. */
    private Set<String> keys(String of) {
        ParsedFilter parsed = JqParser.parse("limit(" + MOST_VALUES + "; " + of + ")");
        Set<String> keys = new LinkedHashSet<>();
        if (!parsed.problems().isEmpty()) {
            return keys;
        }
        List<JsonValue> values = session.ask(() -> Evaluating.guarded(
                () -> session.looker().all(parsed.filter(), frame, frame.data(), Looker.CONDITION),
                reason -> List.<JsonValue>of()));
        for (JsonValue value : values) {
            if (value instanceof JsonObject object) {
                Stream<String> some = object.keys().stream().limit(MOST);
                some.map(key -> NAME.matcher(key).matches()
                                ? key
                                : JsonString.of(key).toString())
                        .forEach(keys::add);
            }
        }
        return keys;
    }

    private static List<Evaluations.Completion> proposals(
            Collection<String> names, String sign, String begun, int start, String kind) {
        List<Evaluations.Completion> proposals = new ArrayList<>();
        for (String name : names) {
            if (name.startsWith(begun) && proposals.size() < MOST) {
                proposals.add(new Evaluations.Completion(sign + name, start, sign.length() + begun.length(), kind));
            }
        }
        return proposals;
    }
}
