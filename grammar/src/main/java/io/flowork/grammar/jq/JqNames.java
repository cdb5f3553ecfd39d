package io.flowork.grammar.jq;

import io.flowork.grammar.jq.JqFunction.Availability;
import io.flowork.grammar.text.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to say of a name in a program that stands for nothing. */
public final class JqNames {
    /** What functions and words of other languages are called in jq, in small letters. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("true", "true"),
            Map.entry("false", "false"),
            Map.entry("none", "null"),
            Map.entry("nil", "null"),
            Map.entry("undefined", "null"),
            Map.entry("touppercase", "ascii_upcase"),
            Map.entry("upper", "ascii_upcase"),
            Map.entry("tolowercase", "ascii_downcase"),
            Map.entry("lower", "ascii_downcase"),
            Map.entry("len", "length"),
            Map.entry("size", "length"),
            Map.entry("count", "length"),
            Map.entry("parseint", "tonumber"),
            Map.entry("parsefloat", "tonumber"),
            Map.entry("tostr", "tostring"));

    private JqNames() {}

    /**
     * Why a name cannot be used.
     *
     * @param message the reason in plain words
     * @param suggestion the name that was probably meant, if any
     */
    public record Refusal(String message, @Nullable String suggestion) {}

    /**
     * Why a function cannot be called this way.
     *
     * @param name the name that no function can be found for
     * @param arity the number of arguments
     * @param defined the functions and parameters that the program defines itself
     */
    public static Refusal function(String name, int arity, Collection<String> defined) {
        List<JqFunction> known = JqFunctions.named(name);
        List<JqFunction> usable = known.stream()
                .filter(function -> function.availability() == Availability.AVAILABLE)
                .toList();
        if (usable.isEmpty()) {
            for (JqFunction function : known) {
                if (function.availability() == Availability.REFUSED) {
                    return new Refusal("`" + name + "` is not available in a workflow: " + function.reason(), null);
                }
            }
        }
        String given = arity == 0 ? "no arguments" : arity == 1 ? "one argument" : arity + " arguments";
        if (!usable.isEmpty()) {
            List<String> usages = usable.stream()
                    .map(function -> "`" + function.usage() + "`")
                    .toList();
            return new Refusal(
                    "`" + name + "` " + (arity == 0 ? "needs arguments" : "does not take " + given) + "; it is used as "
                            + String.join(" or ", usages),
                    null);
        }
        if (defined.contains(name)) {
            return new Refusal("`" + name + "` is defined, but not with " + given, null);
        }
        String meant = ELSEWHERE.get(name.toLowerCase(Locale.ROOT));
        if (meant != null) {
            return new Refusal("there is no function `" + name + "`; jq has `" + meant + "`", meant);
        }
        List<String> names = new ArrayList<>(defined);
        for (JqFunction function : JqFunctions.all().values()) {
            if (function.availability() == Availability.AVAILABLE) {
                names.add(function.name());
            }
        }
        return refusal("function `" + name + "`", name, names, "");
    }

    /** Why there is no such format. */
    public static Refusal format(String name) {
        return refusal("format `@" + name + "`", name, JqFunctions.formats().keySet(), "@");
    }

    /** Why there is no such variable. */
    public static Refusal variable(String name, Collection<String> visible) {
        if (name.equals("ENV") || name.equals("__prog_args")) {
            return new Refusal(
                    "`$" + name + "` is not available in a workflow: an expression sees only its input and variables",
                    null);
        }
        return refusal("variable `$" + name + "`", name, visible, "$");
    }

    /** Why there is no such label around a {@code break}. */
    public static Refusal label(String name, Collection<String> visible) {
        String nearest = Suggestions.nearest(name, visible);
        return new Refusal(
                "there is no `label $" + name + "` around this"
                        + (nearest == null ? "" : "; did you mean `$" + nearest + "`?"),
                nearest);
    }

    private static Refusal refusal(String what, String name, Collection<String> known, String prefix) {
        String nearest = Suggestions.nearest(name, known);
        return new Refusal(
                "there is no " + what + (nearest == null ? "" : "; did you mean `" + prefix + nearest + "`?"), nearest);
    }
}
