package io.flowork.dap.session;

import io.flowork.core.history.Inside;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.Trace;
import io.flowork.core.machine.Evaluation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see between a stop and the next one on its strand: expressions, which are gone through part by part, and
 * effects.
 */
final class Interior {
    /** An expression or an effect. */
    private sealed interface Thing {
        /** How many points it has. */
        int size();
    }

    private record Traced(Inside.Expression of, Evaluation.Program program, Trace trace) implements Thing {
        @Override
        public int size() {
            return trace.size();
        }
    }

    private record Wanted(Inside.Request request) implements Thing {
        @Override
        public int size() {
            return 1;
        }
    }

    /**
     * The place of a point.
     *
     * @param thing which expression or effect, from 0
     * @param point which of its points, from 0
     */
    record Place(int thing, int point) {}

    private final List<Thing> things = new ArrayList<>();

    /**
     * The points of a stop.
     *
     * @param before the number of a step: what belongs to it or to later ones is not meant
     * @param interrupt stops what takes long
     */
    Interior(List<Inside.Point> points, long before, Interrupt interrupt) {
        for (Inside.Point point : points) {
            if (point.t() >= before) {
                break;
            }
            switch (point) {
                case Inside.Expression expression -> add(expression, interrupt);
                case Inside.Request request -> things.add(new Wanted(request));
                case Inside.Other other -> {} // what led here, and what comes of it, is seen in the timeline
            }
        }
    }

    private void add(Inside.Expression expression, Interrupt interrupt) {
        Evaluation evaluation = expression.happening().evaluation();
        for (Evaluation.Program program : evaluation.programs()) {
            Trace trace = evaluation.trace(program, interrupt);
            if (trace.size() > 0) {
                things.add(new Traced(expression, program, trace));
            }
        }
    }

    boolean isEmpty() {
        return things.isEmpty();
    }

    InnerPoint point(Place place) {
        return switch (things.get(place.thing)) {
            case Traced traced ->
                new InnerPoint.Part(
                        traced.of.happening(),
                        traced.program,
                        traced.trace.event(place.point),
                        traced.size(),
                        traced.trace.isCutOff());
            case Wanted wanted -> new InnerPoint.Asked(wanted.request);
        };
    }

    /** The first place; there must be one. */
    Place first() {
        return new Place(0, 0);
    }

    /** The last place; there must be one. */
    Place last() {
        return end(things.size() - 1);
    }

    private Place end(int thing) {
        return new Place(thing, things.get(thing).size() - 1);
    }

    /**
     * Where a step leads.
     *
     * @return null if it leads to the next stop, or back to the stop itself
     */
    @Nullable
    Place go(Place from, Session.Way way) {
        Trace trace = things.get(from.thing) instanceof Traced traced ? traced.trace : null;
        int point = trace == null
                ? -1
                : switch (way) {
                    case NEXT -> trace.next(from.point);
                    case INTO -> trace.into(from.point);
                    case BACK -> trace.back(from.point);
                    case BACK_INTO -> trace.backInto(from.point);
                    case OUT, BACK_OUT -> -1; // an expression is left as a whole
                };
        if (point >= 0) {
            return new Place(from.thing, point);
        }
        return switch (way) {
            case NEXT, INTO, OUT -> from.thing + 1 < things.size() ? new Place(from.thing + 1, 0) : null;
            case BACK -> from.thing == 0 ? null : outermost(from.thing - 1);
            case BACK_INTO -> from.thing == 0 ? null : end(from.thing - 1);
            case BACK_OUT -> null;
        };
    }

    /** The last place of an expression or effect that is not within a part of it. */
    private Place outermost(int thing) {
        Place end = end(thing);
        if (!(things.get(thing) instanceof Traced traced)) {
            return end;
        }
        int point = end.point;
        while (traced.trace.depth(point) > 0) {
            point = traced.trace.backOut(point);
        }
        return new Place(thing, point);
    }
}
