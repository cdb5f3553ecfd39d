package io.flowork.core.machine;

import org.jspecify.annotations.Nullable;

/**
 * A line of execution: the main line of a run, or a branch of a fork.
 *
 * @param id its number; 0 is the main line
 * @param parent the strand whose fork started it; -1 for the main line
 * @param branch which branch of that fork it is
 * @param parentVisit the visit of the fork; -1 for the main line
 * @param top its innermost active task
 */
record Strand(int id, int parent, int branch, long parentVisit, Frame top) {
    Strand at(Frame next) {
        return new Strand(id, parent, branch, parentVisit, next);
    }

    /** The active task of a visit, if it is on this strand. */
    @Nullable
    Frame frame(long visit) {
        for (Frame at = top; at != null; at = at.parent()) {
            if (at.visit() == visit) {
                return at;
            }
        }
        return null;
    }
}
