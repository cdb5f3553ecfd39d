package io.flowork.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowork.core.jq.CompiledFilter;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.jq.Variables;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Evaluators of jq side by side. The first is the peer. */
public enum JqEngine {
    /** The evaluator that other Java implementations of the standard use; it counts nothing and cannot be stopped. */
    PEER("jackson-jq") {
        @Override
        Object compile(String text) {
            return query(text);
        }

        @Override
        Supplier<Object> evaluation(String text, JsonValue input) {
            JsonQuery query = query(text);
            Scope root = Scope.newEmptyScope();
            BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, root);
            Scope scope = Scope.newChildScope(root);
            JsonNode node = node(input);
            return () -> {
                List<JsonNode> outputs = new ArrayList<>(1);
                try {
                    query.apply(scope, node, outputs::add);
                } catch (JsonQueryException e) {
                    throw new IllegalStateException(e);
                }
                return outputs.getFirst();
            };
        }

        @Override
        JsonValue value(Object output) {
            return JsonReader.parse(output.toString());
        }
    },

    /** Flowork's, with its budgets counted. */
    FLOWORK("flowork") {
        @Override
        Object compile(String text) {
            return filter(text);
        }

        @Override
        Supplier<Object> evaluation(String text, JsonValue input) {
            CompiledFilter filter = filter(text);
            JqMachine machine = new JqMachine(JqLimits.DEFAULT);
            return () -> filter.evaluate(input, Variables.NONE, machine);
        }

        @Override
        JsonValue value(Object output) {
            return (JsonValue) output;
        }
    };

    private final String title;

    JqEngine(String title) {
        this.title = title;
    }

    private static CompiledFilter filter(String text) {
        return CompiledFilter.compile(JqParser.parse(text).filter(), List.of());
    }

    private static JsonQuery query(String text) {
        try {
            return JsonQuery.compile(text, Versions.JQ_1_6);
        } catch (JsonQueryException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode node(JsonValue input) {
        try {
            return new ObjectMapper().readTree(JsonWriter.compact(input));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the table calls it. */
    String title() {
        return title;
    }

    /** Parses and compiles a program. */
    abstract Object compile(String text);

    /** What evaluates a program once, each time it is asked; the input is already in the engine's own form. */
    abstract Supplier<Object> evaluation(String text, JsonValue input);

    /** An output as a value of ours. */
    abstract JsonValue value(Object output);
}
