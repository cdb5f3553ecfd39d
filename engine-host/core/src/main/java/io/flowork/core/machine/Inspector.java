package io.flowork.core.machine;

import io.flowork.core.jq.CompiledFilter;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.workflow.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks into a state: its strands, the tasks that are active on each, and what their expressions would see. It reads only;
 * neither the state nor a journal can be changed through it.
 */
public final class Inspector {
    private final State state;

    /** Looks into a state. */
    public Inspector(State state) {
        this.state = state;
    }

    /**
     * A line of execution.
     *
     * @param id its number; 0 is the main line
     * @param parent the strand whose fork started it; -1 for the main line
     * @param branch which branch of that fork it is
     * @param parentVisit the visit of that fork; -1 for the main line
     */
    public record Line(int id, int parent, int branch, long parentVisit) {}

    /** The state that is looked into. */
    public State state() {
        return state;
    }

    /** The lines of execution that have not ended, in the order in which they began. */
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (Strand strand : state.strands) {
            lines.add(line(strand));
        }
        return lines;
    }

    private static Line line(Strand strand) {
        return new Line(strand.id(), strand.parent(), strand.branch(), strand.parentVisit());
    }

    private @Nullable Strand strand(int id) {
        for (Strand strand : state.strands) {
            if (strand.id() == id) {
                return strand;
            }
        }
        return null;
    }

    /**
     * The active tasks of a strand, innermost first, and through the forks around it those of the strands that it came
     * from, out to the workflow itself.
     *
     * @param strand the number of a strand; one that has ended, or not begun, has no active tasks
     */
    public List<ActiveFrame> stack(int strand) {
        List<ActiveFrame> stack = new ArrayList<>();
        long outermost = -1; // of the next strand: the fork, whatever else it may have inside
        for (Strand at = strand(strand); at != null; at = strand(at.parent())) {
            boolean found = outermost < 0;
            for (Frame frame = at.top(); frame != null; frame = frame.parent()) {
                found |= frame.visit() == outermost;
                if (found) {
                    stack.add(new ActiveFrame(this, at.id(), frame));
                }
            }
            outermost = at.parentVisit();
        }
        return stack;
    }

    /** The workflow itself, whether or not it is active: before the run began, and after it ended. */
    public ActiveFrame workflow() {
        List<ActiveFrame> main = stack(0);
        if (!main.isEmpty()) {
            return main.getLast();
        }
        Frame ended = new Frame(
                null,
                state.program.root(),
                Phase.DONE,
                0,
                state.startedAt,
                state.rawInput,
                state.rawInput,
                state.output,
                state.output,
                null,
                0,
                null,
                Detail.Fresh.FRESH);
        return new ActiveFrame(this, 0, ended);
    }

    /** The active task of a visit; null when it has ended, or not begun. */
    public @Nullable ActiveFrame frame(long visit) {
        for (Strand strand : state.strands) {
            Frame found = strand.frame(visit);
            if (found != null) {
                return new ActiveFrame(this, strand.id(), found);
            }
        }
        return null;
    }

    /**
     * The text of a file that the run has fetched, such as that of a function; null when it has not.
     *
     * @param place where the file is: {@link io.flowork.core.program.Program#place} of a task's reference
     */
    public @Nullable String file(String place) {
        return state.resources.get(place) instanceof JsonObject document
                        && document.get("content") instanceof JsonString content
                ? content.value()
                : null;
    }

    /** The outstanding effects of a task. */
    List<Effect> pending(int strand, String reference) {
        List<Effect> found = new ArrayList<>();
        for (JsonObject.Member member : state.pending) {
            if (Pending.strand(member.value()) == strand) {
                Effect effect = EffectJson.read(member.key(), Pending.effect(member.value()));
                if (effect.reference().equals(reference)) {
                    found.add(effect);
                }
            }
        }
        return found;
    }

    /** The value of a name, by its number in the scope of a frame's task. */
    JsonValue value(Frame frame, int index, JqMachine jq) {
        return new Turn(state, state.now(), jq, null).expressions.value(frame, index);
    }

    List<JsonValue> evaluate(Frame frame, CompiledFilter filter, JsonValue data, JqMachine jq, JqLimits limits) {
        return new Turn(state, state.now(), jq, null).expressions.look(frame, filter, data, limits);
    }

    Evaluation evaluate(
            int strand,
            Frame frame,
            Expression expression,
            CompiledFilter filter,
            JsonValue data,
            JqMachine jq,
            JqLimits limits) {
        Turn turn = new Turn(state, state.now(), jq, null);
        return turn.expressions.look(turn.at(strand, frame), frame, expression, filter, data, limits);
    }
}
