package io.flowork.dap.session;

import io.flowork.core.history.Stop;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.Inspector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The strands and stacks where a session stands. What it gives is good until the session moves. */
public final class Frames {
    private final Session session;
    private final Sources sources;
    private final Map<Integer, ActiveFrame> frames = new HashMap<>();
    private final Map<Long, Integer> ids = new HashMap<>();
    private final Spots spots;
    private int next = 1;
    private int inner;

    /** The frames of a session. */
    public Frames(Session session, Sources sources) {
        this.session = session;
        this.sources = sources;
        this.spots = new Spots(sources);
    }

    /**
     * A strand.
     *
     * @param id its number; 0 is the main line
     * @param name what a person calls it
     */
    public record StrandName(int id, String name) {}

    /**
     * A task on a stack.
     *
     * @param id what a client asks for it by
     * @param name what a person calls it
     * @param place where it stands
     * @param frame what is known of it
     */
    public record Entry(int id, String name, Sources.Place place, ActiveFrame frame) {}

    /** Forgets what was given: the session has moved. */
    public void moved() {
        frames.clear();
        ids.clear();
        inner = 0;
    }

    /** The strands, of which there is always the main line. */
    public List<StrandName> threads() {
        Inspector inspector = new Inspector(session.state());
        List<StrandName> threads = new ArrayList<>();
        for (Inspector.Line line : inspector.lines()) {
            threads.add(new StrandName(line.id(), name(line, inspector)));
        }
        if (threads.isEmpty()) {
            threads.add(new StrandName(0, "main"));
        }
        return threads;
    }

    private static String name(Inspector.Line line, Inspector inspector) {
        if (line.parent() < 0) {
            return "main";
        }
        List<ActiveFrame> stack = inspector.stack(line.id());
        String branch = Integer.toString(line.branch());
        for (int i = 1; i < stack.size(); i++) {
            if (stack.get(i).visit() == line.parentVisit()) {
                return stack.get(i).node().name() + " › "
                        + stack.get(i - 1).node().name();
            }
        }
        return "branch " + branch;
    }

    /** The tasks of a strand, innermost first. At the end of the run the workflow itself is left. */
    public List<Entry> stack(int strand) {
        Inspector inspector = new Inspector(session.state());
        Stop at = session.at();
        InnerPoint point = session.inner();
        long visit = point == null ? at.visit() : point.at().visit();
        List<ActiveFrame> stack = new ArrayList<>(inspector.stack(strand));
        if (stack.isEmpty() && strand == 0) {
            stack.add(inspector.workflow());
        }
        if (stack.isEmpty()) {
            throw new RefusedException("There is no thread " + (strand + 1) + " here");
        }
        if (at.kind() == Stop.Kind.TASK && at.strand() == strand) {
            while (stack.size() > 1 && has(stack, visit) && stack.getFirst().visit() != visit) {
                stack.removeFirst(); // what the same transition did after the stop
            }
        }
        List<Entry> entries = new ArrayList<>();
        if (point != null && at.strand() == strand) {
            entries.add(inner(point, stack.getFirst(), inspector));
        }
        for (ActiveFrame frame : stack) {
            int id = ids.computeIfAbsent(frame.visit(), key -> next++);
            frames.put(id, frame);
            entries.add(new Entry(
                    id,
                    name(frame),
                    sources.place(frame.node().reference(), frame.node().range(), inspector),
                    frame));
        }
        return entries;
    }

    private static boolean has(List<ActiveFrame> stack, long visit) {
        return stack.stream().anyMatch(frame -> frame.visit() == visit);
    }

    /** What the session stands at inside of a stop, as something that the task calls. */
    private Entry inner(InnerPoint point, ActiveFrame task, Inspector inspector) {
        if (inner == 0) {
            inner = next++;
        }
        frames.put(inner, task);
        String reference = point.at().reference();
        Sources.Place place = switch (point) {
            case InnerPoint.Part part ->
                spots.place(reference, part.program().expression(), part.event().range(), inspector);
            case InnerPoint.Asked asked ->
                sources.place(reference, sources.runProgram().node(reference).range(), inspector);
        };
        return new Entry(inner, InnerText.name(point), place, task);
    }

    /** What the session stands at inside of a stop, if that is the frame with an id. */
    public @Nullable InnerPoint inner(int id) {
        return id == inner ? session.inner() : null;
    }

    private static String name(ActiveFrame frame) {
        ActiveFrame.Loop loop = frame.loop();
        String turn = loop == null
                ? ""
                : loop.size() < 0
                        ? " [" + (loop.index() + 1) + "]"
                        : " [" + Math.min(loop.index() + 1, loop.size()) + "/" + loop.size() + "]";
        String attempt = frame.attempt() > 1 ? " (attempt " + frame.attempt() + ")" : "";
        return frame.node().name() + turn + attempt;
    }

    /** The frame with an id. */
    public ActiveFrame frame(int id) {
        ActiveFrame frame = frames.get(id);
        if (frame == null) {
            throw new RefusedException("There is no frame " + id + " here; the session has moved since it was shown");
        }
        return frame;
    }

    /** The innermost frame of the strand that the session stands on. */
    public ActiveFrame top() {
        return stack(session.at().isEnd() ? 0 : session.at().strand())
                .getFirst()
                .frame();
    }
}
