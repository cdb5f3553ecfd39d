package io.flowork.core.machine;

import io.flowork.core.program.Body;
import io.flowork.core.program.Node;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of the variables that a frame sees: a state has their values only, for the program has the names. */
final class LocalNames {
    private LocalNames() {}

    /**
     * The names of the variables of a frame, the outermost first, without {@code $}.
     *
     * @param strands all strands
     * @param strand the one the frame is on
     */
    static List<String> of(Strands strands, Strand strand, Frame frame) {
        List<Frame> around = new ArrayList<>();
        Frame at = frame;
        Strand on = strand;
        while (at != null) {
            around.addFirst(at);
            at = at.parent();
            if (at == null && on.parent() >= 0 && strands.has(on.parent())) {
                on = strands.get(on.parent());
                at = on.top();
            }
        }
        List<String> names = new ArrayList<>();
        for (int i = 1; i < around.size(); i++) {
            int depth = depth(around.get(i));
            if (depth < names.size()) { // the tasks of an extension see none of what is around
                names = new ArrayList<>(names.subList(0, depth));
            }
            names.addAll(added(around.get(i - 1).node(), depth - names.size()));
        }
        return names;
    }

    private static int depth(Frame frame) {
        Vars vars = frame.vars();
        return vars == null ? 0 : vars.depth() + 1;
    }

    /** What a task calls the variables that the tasks inside it see. */
    private static List<String> added(Node node, int count) {
        if (count <= 0) {
            return List.of();
        }
        return switch (node.body()) {
            case Body.Try body -> List.of(body.variable());
            case Body.For body -> names(node.definition().get("for"), "each");
            case Body.Listen body -> names(node.definition().get("foreach"), "item");
            case Body.Consume body -> names(foreach(node.definition()), "item");
            case Body.Call body -> unnamed(count);
            case Body.CallDefined body -> unnamed(count);
            case Body.CallFetched body -> unnamed(count);
            case Body.Do body -> unnamed(count);
            case Body.Emit body -> unnamed(count);
            case Body.Fork body -> unnamed(count);
            case Body.Raise body -> unnamed(count);
            case Body.RunProcess body -> unnamed(count);
            case Body.RunWorkflow body -> unnamed(count);
            case Body.Set body -> unnamed(count);
            case Body.Switch body -> unnamed(count);
            case Body.Wait body -> unnamed(count);
        };
    }

    private static List<String> unnamed(int count) {
        throw new IllegalStateException("a task that has no variables made " + count);
    }

    private static @Nullable JsonValue foreach(JsonObject call) {
        return call.get("with") instanceof JsonObject with
                        && with.get("subscription") instanceof JsonObject subscription
                ? subscription.get("foreach")
                : null;
    }

    private static List<String> names(@Nullable JsonValue loop, String item) {
        return List.of(name(loop, item, "item"), name(loop, "at", "index"));
    }

    private static String name(@Nullable JsonValue loop, String key, String usual) {
        return loop instanceof JsonObject object && object.get(key) instanceof JsonString given ? given.value() : usual;
    }
}
