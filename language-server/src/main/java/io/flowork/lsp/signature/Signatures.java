package io.flowork.lsp.signature;

import io.flowork.grammar.jq.JqFunction;
import io.flowork.grammar.jq.JqFunction.Availability;
import io.flowork.grammar.jq.JqFunctions;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.types.Type;
import io.flowork.lsp.complete.Documentation;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.OpenCall;
import io.flowork.lsp.expression.WrittenExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ways to call the function whose arguments a cursor is in.
 *
 * @param all the ways, at least one
 * @param active the one that fits what is written, by its place in the list
 * @param parameter the parameter whose argument the cursor is in, from 0; it may be beyond the last one
 */
public record Signatures(List<Signature> all, int active, int parameter) {
    /** Copies the list. */
    public Signatures {
        all = List.copyOf(all);
    }

    /** The innermost call around a cursor, if there is one of a function that is known; also in half-written expressions. */
    public static Optional<Signatures> at(Snapshot snapshot, int offset) {
        return WrittenExpression.at(snapshot, offset)
                .flatMap(written -> OpenCall.at(written.text(), written.cursor()))
                .flatMap(Signatures::of);
    }

    private static Optional<Signatures> of(OpenCall call) {
        List<Signature> all = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        call.defined().forEach(parameters -> {
            all.add(signature(call.name(), parameters, "", ""));
            sizes.add(parameters.size());
        });
        if (all.isEmpty()) {
            loop(call.name(), all);
            for (JqFunction function : JqFunctions.named(call.name())) {
                if (function.availability() == Availability.AVAILABLE
                        && !function.parameters().isEmpty()) {
                    all.add(signature(function));
                }
            }
            all.forEach(signature -> sizes.add(signature.parameters().size()));
        }
        if (all.isEmpty()) {
            return Optional.empty();
        }
        int active = 0;
        while (active < all.size() - 1 && sizes.get(active) <= call.argument()) {
            active++;
        }
        return Optional.of(new Signatures(all, active, call.argument()));
    }

    /** The parts of {@code reduce} and {@code foreach} in parentheses are no arguments, but look like some. */
    private static void loop(String name, List<Signature> all) {
        String filter = "A filter. Its input is ";
        switch (name) {
            case "reduce" ->
                all.add(loop(
                        "reduce … as $name (start; update)",
                        List.of("start", "update"),
                        "What is left of the state after every value has updated it.",
                        List.of("The first state.", filter + "the state; it gives the next one.")));
            case "foreach" ->
                all.add(loop(
                        "foreach … as $name (start; update; extract)",
                        List.of("start", "update", "extract"),
                        "The state after each of the values, or what is made of it.",
                        List.of(
                                "The first state.",
                                filter + "the state; it gives the next one.",
                                filter + "each state; without it the states are given.")));
            default -> {}
        }
    }

    private static Signature loop(String label, List<String> names, String documentation, List<String> about) {
        List<Signature.Parameter> parameters = new ArrayList<>();
        int at = label.indexOf('(');
        for (int i = 0; i < names.size(); i++) {
            at = label.indexOf(names.get(i), at);
            parameters.add(
                    new Signature.Parameter(new Range(at, at + names.get(i).length()), about.get(i)));
        }
        return new Signature(label, documentation, parameters);
    }

    private static Signature signature(JqFunction function) {
        List<String> names = new ArrayList<>();
        List<String> about = new ArrayList<>();
        for (JqFunction.Parameter parameter : function.parameters()) {
            names.add((parameter.value() ? "$" : "") + parameter.name());
            about.add(about(parameter));
        }
        Signature signature = signature(
                function.name(), names, " : " + Documentation.signature(function), Documentation.of(function));
        List<Signature.Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < about.size(); i++) {
            parameters.add(new Signature.Parameter(signature.parameters().get(i).range(), about.get(i)));
        }
        return new Signature(signature.label(), signature.documentation(), parameters);
    }

    private static String about(JqFunction.Parameter parameter) {
        Type accepts = parameter.accepts();
        if (!parameter.value()) {
            return "A filter, which the function applies.";
        }
        return accepts.isUnknown() ? "A value." : "A value: " + Documentation.type(accepts) + ".";
    }

    private static Signature signature(String name, List<String> parameters, String after, String documentation) {
        StringBuilder label = new StringBuilder(name);
        List<Signature.Parameter> all = new ArrayList<>();
        String before = "(";
        for (String parameter : parameters) {
            label.append(before);
            all.add(new Signature.Parameter(
                    new Range(label.length(), label.length() + parameter.length()),
                    parameter.startsWith("$") ? "A value." : "A filter, which the function applies."));
            label.append(parameter);
            before = "; ";
        }
        return new Signature(label.append(')').append(after).toString(), documentation, all);
    }
}
