package io.flowork.dap.session;

import io.flowork.core.history.Stop;

/**
 * A stop of one of the runs of a session.
 *
 * @param in the run
 * @param at the stop
 */
record Point(Member in, Stop at) {
    Moment moment() {
        return new Moment(in, at.t());
    }

    /**
     * A place in the order of all steps of the runs of a session.
     *
     * @param in a run
     * @param t the number of a step of it, which may be before the first or after the last
     */
    record Moment(Member in, long t) {
        /** The step of a run at which one that goes forwards has come to it; none if it is not inside. */
        long forwards(Member of) {
            return of.equals(in) ? t : of.isAround(in) ? startIn(of) + 1 : Long.MAX_VALUE;
        }

        /** The step of a run at which one that goes backwards has come to it; none if it is not inside. */
        long backwards(Member of) {
            return of.equals(in) ? t : of.isAround(in) ? startIn(of) - 1 : -1;
        }

        /** The step of a run that this is at, or at which it started what this is in. */
        long startIn(Member of) {
            long at = t;
            for (Member each = in; !each.equals(of); ) {
                Member parent = each.parent();
                if (parent == null) {
                    throw new IllegalStateException("not inside " + of.title());
                }
                at = each.start().t();
                each = parent;
            }
            return at;
        }
    }
}
