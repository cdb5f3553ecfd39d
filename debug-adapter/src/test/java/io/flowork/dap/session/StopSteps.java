package io.flowork.dap.session;

/** Steps from stop to stop: what is inside of stops is left at once. */
final class StopSteps {
    private StopSteps() {}

    static Halt step(Session session, Session.Way way, int thread) {
        Halt halt = session.step(way, thread);
        boolean forwards = way.isForwards();
        while (session.inner() != null) {
            halt = session.step(forwards ? Session.Way.OUT : Session.Way.BACK_OUT, session.thread());
        }
        return halt;
    }
}
