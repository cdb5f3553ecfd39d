package io.flowork.core.history;

import io.flowork.core.journal.Cursor;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Inspector;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens on a strand between one stop and the next: expressions, requests with their answers, and other steps. */
public final class Inside {
    /** How many things between two stops are looked at; a strand may wait while others go on. */
    private static final int MOST = 200_000;

    /** Something between two stops. */
    public sealed interface Point {
        /** The number of the step that it is or belongs to. */
        long t();
    }

    /**
     * An expression or a template was evaluated.
     *
     * @param happening what and how; its programs can be traced
     */
    public record Expression(Happening.Evaluated happening) implements Point {
        @Override
        public long t() {
            return happening.t();
        }
    }

    /**
     * Something was wanted of the world.
     *
     * @param step what was wanted
     * @param answer the input that answered it before the next stop, with its time; null if none did
     */
    public record Request(Step.Scheduled step, @Nullable JournalEntry answer) implements Point {
        @Override
        public long t() {
            return step.at().t();
        }
    }

    /**
     * Another step: a turn, an error with its spot, an event, an end.
     *
     * @param step the step
     */
    public record Other(Step step) implements Point {
        @Override
        public long t() {
            return step.at().t();
        }
    }

    private Inside() {}

    /**
     * What happens on a strand from a stop on until its next one, or until the strand or what is recorded ends.
     *
     * @param at the stop; nothing happens after the end
     * @param state the state at the stop
     */
    public static List<Point> of(Past past, Stop at, State state) throws Cursor.DivergedException {
        int strand = at.strand();
        long parent = new Inspector(state)
                .lines().stream()
                        .filter(line -> line.id() == strand)
                        .mapToLong(Inspector.Line::parentVisit)
                        .findAny()
                        .orElse(-1);
        List<Point> points = new ArrayList<>();
        Map<String, Integer> open = new HashMap<>();
        Past.Way way = past.from(at.kind() == Stop.Kind.ERROR ? at.t() : at.t() + 1);
        for (int i = 0; i < MOST && !at.isEnd() && way.hasNext(); i++) {
            switch (way.next()) {
                case Happening.Received received -> {
                    String key = received.input().key();
                    Integer request = key == null ? null : open.get(key);
                    if (request != null && points.get(request) instanceof Request asked && asked.answer == null) {
                        points.set(request, new Request(asked.step, received.entry()));
                    }
                }
                case Happening.Evaluated evaluated -> {
                    if (evaluated.evaluation().at().strand() == strand) {
                        points.add(new Expression(evaluated));
                    }
                }
                case Happening.Made made -> {
                    Step step = made.step();
                    if (step.at().strand() != strand) {
                        continue;
                    }
                    if (step instanceof Step.Entered) {
                        return points;
                    }
                    if (step instanceof Step.Scheduled scheduled) {
                        open.put(scheduled.effect().key(), points.size());
                        points.add(new Request(scheduled, null));
                    } else if (!(step instanceof Step.Evaluated)) {
                        points.add(new Other(step));
                    }
                    if (parent >= 0 && step.at().parent() == parent && ends(step)) {
                        return points;
                    }
                }
            }
        }
        return points;
    }

    private static boolean ends(Step step) {
        return step instanceof Step.Completed
                || step instanceof Step.Raised
                || step instanceof Step.Cancelled
                || step instanceof Step.Skipped;
    }
}
