package io.flowork.dap.session;

import io.flowork.core.jq.CompiledFilter;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqCompileException;
import io.flowork.core.jq.JqException;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.program.Node;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonValue;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates what people ask, by limits of their own: nothing of it reaches the run. */
final class Looker {
    /** What somebody asks once. */
    static final JqLimits ASKED = new JqLimits(20_000_000, 64L << 20, 10_000, 100_000);

    /** What is asked at every stop. */
    static final JqLimits CONDITION = new JqLimits(1_000_000, 16L << 20, 10_000, 100_000);

    private static final int MOST_COMPILED = 10_000;

    private final JqMachine jq;
    private final IdentityHashMap<Filter, Map<Node, CompiledFilter>> compiled = new IdentityHashMap<>();
    private int size;

    Looker(Interrupt interrupt) {
        this.jq = new JqMachine(ASKED, interrupt);
    }

    JqMachine jq() {
        return jq;
    }

    /** The results of a filter at a frame. */
    List<JsonValue> all(Filter filter, ActiveFrame frame, JsonValue data, JqLimits limits) {
        return frame.evaluate(compiled(filter, frame), data, jq, limits);
    }

    /** The results of a filter where a part of an expression is. */
    List<JsonValue> all(Filter filter, InnerPoint.Part part, JqLimits limits) {
        CompiledFilter program = CompiledFilter.compile(filter, InnerScopes.names(part));
        jq.budget(limits, Long.MAX_VALUE, Long.MAX_VALUE);
        return program.evaluateAll(part.event().input(), InnerScopes.values(part), jq);
    }

    /** A filter that is asked often is compiled once for each task. */
    private CompiledFilter compiled(Filter filter, ActiveFrame frame) {
        Map<Node, CompiledFilter> byTask = compiled.computeIfAbsent(filter, f -> new IdentityHashMap<>());
        CompiledFilter known = byTask.get(frame.node());
        if (known == null) {
            known = frame.compile(filter);
            if (size++ > MOST_COMPILED) {
                compiled.clear();
                size = 0;
                byTask = compiled.computeIfAbsent(filter, f -> new IdentityHashMap<>());
            }
            byTask.put(frame.node(), known);
        }
        return known;
    }

    /**
     * Whether a condition holds; one that fails does not.
     *
     * @param failure told why it fails
     */
    boolean holds(@Nullable Filter condition, ActiveFrame frame, JsonValue data, Failure failure) {
        if (condition == null) {
            return true;
        }
        try {
            List<JsonValue> results = all(condition, frame, data, CONDITION);
            return !results.isEmpty() && results.getFirst() != JsonNull.NULL && results.getFirst() != JsonBoolean.FALSE;
        } catch (JqException e) {
            if (e.kind() == JqException.Kind.INTERRUPTED) {
                throw e;
            }
            failure.because(String.valueOf(e.getMessage()));
        } catch (JqCompileException e) {
            failure.because(String.valueOf(e.getMessage()));
        }
        return false;
    }

    /** Told of a condition that fails. */
    interface Failure {
        void because(String reason);
    }
}
