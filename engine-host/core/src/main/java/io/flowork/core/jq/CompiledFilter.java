package io.flowork.core.jq;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import java.util.function.Consumer;

/** A jq program ready to be evaluated, any number of times and by any number of machines at once. */
public final class CompiledFilter {
    private final Code code;
    private final Filter filter;
    private final List<String> variables;

    private CompiledFilter(Code code, Filter filter, List<String> variables) {
        this.code = code;
        this.filter = filter;
        this.variables = variables;
    }

    /** The program's syntax tree. */
    public Filter filter() {
        return filter;
    }

    /** The names of the program's global variables without {@code $}, by their numbers in {@link Variables#get}. */
    public List<String> variables() {
        return variables;
    }

    Code code() {
        return code;
    }

    /**
     * Compiles a program.
     *
     * @param filter its syntax tree
     * @param variables the names of its global variables without {@code $}; {@link Variables#get} is asked by their
     *     index here
     * @throws JqCompileException if it uses a variable, function or label that does not exist, or the tree is broken
     */
    public static CompiledFilter compile(Filter filter, List<String> variables) {
        return compile(filter, new CompileContext(variables, true));
    }

    /** The same program compiled so that a {@link Tracer} can follow it. */
    CompiledFilter followed() {
        return compile(filter, new CompileContext(variables, true, new CompileContext.Followed()));
    }

    private static CompiledFilter compile(Filter filter, CompileContext context) {
        Emitter emitter = new Emitter(context, null);
        synchronized (Builtins.LOCK) {
            FilterCompiler.function(emitter, filter, null, false);
        }
        if (!context.problems().isEmpty()) {
            throw new JqCompileException(context.problems());
        }
        return new CompiledFilter(emitter.code(), filter, context.variables());
    }

    /**
     * The program's output as one value: none is null, one is itself, several are an array of them in order.
     *
     * @throws JqException if it fails or is stopped
     */
    public JsonValue evaluate(JsonValue input, Variables variables, JqMachine machine) {
        JsonValue first = machine.start(code, input, variables);
        if (first == null) {
            return JsonNull.NULL;
        }
        JsonValue second = machine.next();
        if (second == null) {
            return first;
        }
        JsonArray.Builder all = new JsonArray.Builder().add(first);
        while (second != null) {
            machine.collected(second);
            all.add(second);
            second = machine.next();
        }
        return all.build();
    }

    /**
     * All outputs of the program in order.
     *
     * @throws JqException if it fails or is stopped
     */
    public List<JsonValue> evaluateAll(JsonValue input, Variables variables, JqMachine machine) {
        JsonArray.Builder all = new JsonArray.Builder();
        forEach(input, variables, machine, output -> {
            machine.collected(output);
            all.add(output);
        });
        return List.of(all.build().toArray());
    }

    /**
     * Gives each output of the program to an action as soon as it is there; the action must not use the machine.
     *
     * @throws JqException if it fails or is stopped, after the outputs before that were given
     */
    public void forEach(JsonValue input, Variables variables, JqMachine machine, Consumer<? super JsonValue> action) {
        JsonValue output = machine.start(code, input, variables);
        while (output != null) {
            action.accept(output);
            output = machine.next();
        }
    }
}
