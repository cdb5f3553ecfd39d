package io.flowork.dap.session;

import io.flowork.core.history.Inside;
import io.flowork.core.jq.TraceEvent;
import io.flowork.core.jq.Variables;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.Inspector;
import io.flowork.core.program.Scope;
import io.flowork.dap.value.Variable;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** The values at a point inside of a stop. */
final class InnerScopes {
    private final Session session;

    InnerScopes(Session session) {
        this.session = session;
    }

    /**
     * Values that belong together.
     *
     * @param name what a person calls them
     * @param hint what the protocol calls them; empty if it has no word
     * @param variables the values
     */
    record Group(String name, String hint, List<Variable> variables) {}

    List<Group> of(InnerPoint point) {
        return switch (point) {
            case InnerPoint.Part part -> part(part);
            case InnerPoint.Asked asked -> List.of(new Group("Effect", "", effect(asked)));
        };
    }

    // --- expressions ---

    private static List<Group> part(InnerPoint.Part part) {
        TraceEvent event = part.event();
        List<Variable> now = new ArrayList<>();
        now.add(new Variable(".", event.input(), "."));
        if (event.value() != null) {
            String name = event.kind() == TraceEvent.Kind.OUTPUT ? "result" : "error";
            now.add(new Variable(name, event.value(), null));
        }
        List<Group> groups = new ArrayList<>();
        groups.add(new Group("Part", "arguments", now));
        List<Variable> variables = variables(part);
        if (!variables.isEmpty()) {
            groups.add(new Group("Variables", "locals", variables));
        }
        List<Variable> whole = new ArrayList<>();
        whole.add(new Variable("part", JsonString.of(part.text()), null));
        whole.add(new Variable("text", JsonString.of(part.program().expression().text()), null));
        if (event.function() != null) {
            whole.add(new Variable("function", JsonString.of(event.function()), null));
        }
        whole.add(new Variable("input", part.happening().evaluation().data(), null));
        if (part.program().result() != null) {
            whole.add(new Variable("result", part.program().result(), null));
        }
        whole.add(new Variable("point", JsonNumber.of(event.number() + 1), null));
        whole.add(new Variable("points", JsonNumber.of(part.events()), null));
        groups.add(new Group("Expression", "", whole));
        return groups;
    }

    /** The variables that the program has bound, those of the tasks around, and the arguments that have a value. */
    private static List<Variable> variables(InnerPoint.Part part) {
        List<Variable> all = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (TraceEvent.Binding binding : part.event().bindings()) {
            if (!seen.contains(binding.name())) {
                seen.add(binding.name());
                all.add(new Variable("$" + binding.name(), binding.value(), "$" + binding.name()));
            }
        }
        List<String> names = part.program().filter().variables();
        Variables values = part.happening().evaluation().variables();
        int place = all.size();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            JsonValue value = name.isEmpty() || seen.contains(name) ? null : values.get(i);
            if (value == null || (i < Scope.FIRST_LOCAL && value == JsonNull.NULL)) {
                continue; // hidden, or not there at this stage
            }
            Variable variable = new Variable("$" + name, value, "$" + name);
            if (i < Scope.FIRST_LOCAL) {
                all.add(variable);
            } else {
                all.add(place++, variable);
            }
        }
        return all;
    }

    // --- effects ---

    private List<Variable> effect(InnerPoint.Asked asked) {
        Inside.Request request = asked.request();
        Effect effect = request.step().effect();
        List<Variable> all = new ArrayList<>();
        all.add(new Variable("kind", JsonString.of(effect.what()), null));
        JsonObject wanted = effect.toJson().without("kind").without("reference");
        all.add(new Variable("request", effect instanceof Effect.Call call ? call.arguments() : wanted, null));
        Input answer = InnerText.answered(request);
        switch (answer) {
            case null -> all.add(new Variable("response", JsonString.of("pending"), null));
            case Input.Completed completed -> all.add(new Variable("response", completed.output(), null));
            case Input.Failed failed ->
                all.add(new Variable("error", failed.error().toJson(), null));
            case Input.Event event -> all.add(new Variable("response", event.event(), null));
            case Input other -> all.add(new Variable("response", JsonString.of("done"), null));
        }
        all.add(new Variable("attempt", JsonNumber.of(attempt(asked)), null));
        if (request.answer() != null) {
            long millis = request.answer().time() - request.step().at().time();
            all.add(new Variable("milliseconds", JsonNumber.of(millis), null));
        }
        all.add(new Variable("key", JsonString.of(effect.key()), null));
        return all;
    }

    /** The number of the attempt of the innermost task around that tries, from 1. */
    private int attempt(InnerPoint.Asked asked) {
        for (ActiveFrame frame : new Inspector(session.state()).stack(asked.at().strand())) {
            if (frame.attempt() > 0) {
                return frame.attempt();
            }
        }
        return 1;
    }

    /** Reads the values that an expression of somebody sees at a point: those of the part, and of its task. */
    static Variables values(InnerPoint.Part part) {
        Variables outer = part.happening().evaluation().variables();
        int count = part.program().filter().variables().size();
        List<JsonValue> bound = part.event().bindings().reversed().stream()
                .map(TraceEvent.Binding::value)
                .toList();
        return index -> index < count ? outer.get(index) : bound.get(index - count);
    }

    /** The names of {@link #values}; one that another hides is empty. */
    static List<String> names(InnerPoint.Part part) {
        List<String> names = new ArrayList<>(part.program().filter().variables());
        for (TraceEvent.Binding binding : part.event().bindings().reversed()) {
            int hidden = names.indexOf(binding.name());
            if (hidden >= 0) {
                names.set(hidden, "");
            }
            names.add(binding.name());
        }
        return names;
    }
}
