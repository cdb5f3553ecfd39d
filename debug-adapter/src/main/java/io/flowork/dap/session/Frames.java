package io.flowork.dap.session;

import io.flowork.core.history.Stop;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.Inspector;
import io.flowork.core.program.Body;
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
    private final Map<Visit, Integer> ids = new HashMap<>();
    private final Spots spots;
    private int next = 1;
    private int inner;

    /** The frames of a session. */
    public Frames(Session session, Sources sources) {
        this.session = session;
        this.sources = sources;
        this.spots = new Spots(sources);
        session.whenDiscovered(sources::add);
    }

    /** A visit of a task of a run. */
    private record Visit(String run, long number) {}

    /**
     * A strand.
     *
     * @param id its number as a thread; 0 is the main line of the run that is debugged
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

    /** The strands of the run that the session stands in and of those around it; there is always the main line. */
    public List<StrandName> threads() {
        List<StrandName> threads = new ArrayList<>();
        for (Member member : session.here().in().path()) {
            boolean isRoot = member.parent() == null;
            String main = isRoot ? "main" : member.title();
            Inspector inspector = inspector(member);
            for (Inspector.Line line : inspector.lines()) {
                String name = line.parent() < 0 ? main : name(line, inspector);
                threads.add(new StrandName(session.family().thread(member, line.id()), name));
            }
            if (inspector.lines().isEmpty()) {
                threads.add(new StrandName(session.family().thread(member, 0), main));
            }
        }
        return threads;
    }

    /** Looks into a run at the place where the session stands: in it, or in one that it has started. */
    private Inspector inspector(Member member) {
        return new Inspector(session.state(member));
    }

    private static String name(Inspector.Line line, Inspector inspector) {
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

    /**
     * The tasks of a thread, innermost first, and after those of a run that another one started the tasks around. At the end
     * of a run the workflow itself is left.
     */
    public List<Entry> stack(int thread) {
        List<Member> path = session.here().in().path();
        Family.Line line = session.family().line(thread);
        InnerPoint point = session.inner();
        int last = path.size() - 1;
        while (last > 0 && !path.get(last).run().id().equals(line.run())) {
            last--;
        }
        List<Entry> entries = new ArrayList<>();
        int strand = line.strand();
        for (int i = last; i >= 0; i--) {
            Member member = path.get(i);
            boolean isHere = i == path.size() - 1;
            Inspector inspector = inspector(member);
            List<ActiveFrame> stack = new ArrayList<>(inspector.stack(strand));
            if (stack.isEmpty() && strand == 0) {
                stack.add(inspector.workflow());
            }
            if (stack.isEmpty()
                    || !member.run()
                            .id()
                            .equals(i == last ? line.run() : member.run().id())) {
                throw new RefusedException("There is no thread " + (thread + 1) + " here");
            }
            Stop at = isHere ? session.at() : path.get(i + 1).start();
            if (at.kind() == Stop.Kind.TASK && at.strand() == strand) {
                leave(stack, isHere && point != null ? point.at().visit() : at.visit());
            }
            if (isHere && point != null && at.strand() == strand) {
                entries.add(inner(point, stack.getFirst(), member, inspector));
            }
            for (ActiveFrame frame : stack) {
                entries.add(entry(frame, member, inspector));
            }
            strand = i == 0 ? strand : member.start().strand();
        }
        return entries;
    }

    /** Leaves out what the same transition did after a visit. */
    private static void leave(List<ActiveFrame> stack, long visit) {
        if (stack.stream().anyMatch(frame -> frame.visit() == visit)) {
            while (stack.getFirst().visit() != visit) {
                stack.removeFirst();
            }
        }
    }

    /** What the session stands at inside of a stop, as something that the task calls. */
    private Entry inner(InnerPoint point, ActiveFrame task, Member member, Inspector inspector) {
        if (inner == 0) {
            inner = next++;
        }
        frames.put(inner, task);
        return new Entry(inner, InnerText.name(point), spots.place(point, member.run(), inspector), task);
    }

    /** What the session stands at inside of a stop, if that is the frame with an id. */
    public @Nullable InnerPoint inner(int id) {
        return id == inner ? session.inner() : null;
    }

    private Entry entry(ActiveFrame frame, Member member, Inspector inspector) {
        int id = ids.computeIfAbsent(new Visit(member.run().id(), frame.visit()), visit -> next++);
        frames.put(id, frame);
        boolean isCalled = member.parent() != null && frame.node().reference().equals("/");
        return new Entry(
                id,
                isCalled ? member.title() : name(frame),
                sources.of(member.run())
                        .place(frame.node().reference(), frame.node().range(), inspector),
                frame);
    }

    private static String name(ActiveFrame frame) {
        ActiveFrame.Loop loop = frame.loop();
        String turn = loop == null
                ? ""
                : loop.size() < 0
                        ? " [" + (loop.index() + 1) + "]"
                        : " [" + Math.min(loop.index() + 1, loop.size()) + "/" + loop.size() + "]";
        return frame.node().name() + turn + (frame.handles() ? " (catch)" : attempt(frame));
    }

    /** Which attempt a task is at that may try several times, and how many there can be if that is limited. */
    private static String attempt(ActiveFrame frame) {
        Body.Retry retry = frame.node().body() instanceof Body.Try tries ? tries.retry() : null;
        if (retry == null || frame.attempt() == 0) {
            return "";
        }
        return " (attempt " + frame.attempt() + (retry.attempts() == null ? "" : " of " + (retry.attempts() + 1)) + ")";
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
        return stack(session.thread()).getFirst().frame();
    }
}
